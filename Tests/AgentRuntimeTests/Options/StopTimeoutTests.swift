import AgentTesting
import EngineAPI
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct StopTimeoutTests {
    /// A container that may take half a second to end is not to be killed at once.
    @Test(arguments: [
        (Duration.zero, 0), (.milliseconds(500), 1), (.seconds(10), 10), (.milliseconds(10_001), 11),
    ])
    func aFractionIsASecond(_ timeout: Duration, _ seconds: Int) {
        var options = RunOptions(image: "i", name: "n", identity: .testing(project: "p", agent: "a"))
        options.stopTimeout = timeout
        #expect(options.containerConfiguration(for: .docker, RunAssets()).stopTimeout == seconds)
    }
}
