import AgentValues
import EngineAPI
import FoundationEssentials
import Testing

@testable import AgentRuntime

/// Whether an engine carries out an image's HEALTHCHECK.
@Suite(.timeLimit(.minutes(5))) struct HealthCheckRunTests {
    private func state(_ health: String) throws -> ContainerState {
        try JSONDecoder().decode(
            ContainerState.self, from: Data(#"{"Status": "running", "Running": true\#(health)}"#.utf8))
    }

    @Test func oneThatNeverRanOrLongAgoIsNotCarriedOut() throws {
        let check = HealthCheckConfiguration(test: ["CMD", "x"], interval: .seconds(10), timeout: .seconds(5))
        let now = try #require(EngineTime("2026-01-01T00:01:00Z"))
        func ran(at time: String) throws -> ContainerState {
            try state(#", "Health": {"Status": "starting", "Log": [{"End": "\#(time)", "ExitCode": 1, "Output": ""}]}"#)
        }
        #expect(!check.isCarriedOut(in: try state(""), now: now))
        #expect(!check.isCarriedOut(in: try state(#", "Health": {"Status": "starting", "Log": null}"#), now: now))
        #expect(!check.isCarriedOut(in: try ran(at: "2026-01-01T00:00:30Z"), now: now))
        #expect(check.isCarriedOut(in: try ran(at: "2026-01-01T00:00:40Z"), now: now))
    }

    @Test func theProgramIsTheOneThatTheEngineWouldRun() {
        #expect(HealthCheckConfiguration(test: ["CMD", "a", "b"]).command == ["a", "b"])
        #expect(HealthCheckConfiguration(test: ["CMD-SHELL", "a || b"]).command == ["/bin/sh", "-c", "a || b"])
        for test in [nil, [], ["NONE"], ["CMD"]] { #expect(HealthCheckConfiguration(test: test).command == nil) }
    }
}
