import AgentOrchestrator
import AgentValues
import EngineAPI
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(2))) struct ArgumentTests {
    @Test(arguments: [
        ("10", 10_000), ("90s", 90_000), ("1m30s", 90_000), ("500ms", 500), ("1.5h", 5_400_000), ("1d", 86_400_000),
        ("0", 0), ("0.25", 250),
    ])
    func durations(_ text: String, _ milliseconds: Int) {
        #expect(DurationArgument(argument: text)?.duration == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "x", "10x", "-1s", "s", "1m30", ".", "1..5s", "99999999999999d", "1s "])
    func noDurations(_ text: String) {
        #expect(DurationArgument(argument: text) == nil)
    }

    @Test func pointsInThePast() throws {
        #expect(SinceArgument(argument: "2024-05-01T12:00:00Z")?.time == EngineTime("2024-05-01T12:00:00Z"))
        #expect(SinceArgument(argument: "1714564800")?.time == EngineTime("2024-05-01T12:00:00Z"))
        let time = try #require(SinceArgument(argument: "1h30m")?.time)
        let ago = EngineTime.now - time
        #expect(ago >= .seconds(5400) && ago < .seconds(5460))
        #expect(SinceArgument(argument: "yesterday") == nil)
    }

    @Test func agents() {
        #expect(AgentReference(argument: "hello")?.replica == nil)
        #expect(AgentReference(argument: "hello/2")?.replica == 2)
        for text in ["", "/2", "hello/", "hello/0", "hello/x", "hello/-1"] {
            #expect(AgentReference(argument: text) == nil)
        }
    }

    @Test func tails() {
        #expect(TailArgument(argument: "all")?.lines == nil)
        #expect(TailArgument(argument: "0")?.lines == 0)
        #expect(TailArgument(argument: "-1") == nil)
    }

    @Test(arguments: [
        ([], OutputFormat.text), (["ps", "--output", "json"], .json), (["ps", "--output=json"], .json),
        (["exec", "a", "--", "x", "--output=json"], .text), (["ps", "--output"], .text),
    ])
    func formatOfABrokenCommandLine(_ arguments: [String], _ format: OutputFormat) {
        #expect(OutputFormat(rawArguments: arguments) == format)
    }
}
