import AgentOrchestrator
import AgentRuntime
import Testing

@Suite(.timeLimit(.minutes(2))) struct LivenessStateTests {
    private let probe = Probe(.tcp(port: 1), interval: .seconds(10), retries: 3)

    @Test func asksEveryInterval() {
        var state = LivenessState(probe: probe)
        #expect(state.first == .attempt(after: .seconds(10)))
        #expect(state.attemptEnded(.success, at: .seconds(10)) == .attempt(after: .seconds(10)))
        #expect(state.attemptEnded(.failure("no"), at: .seconds(20)) == .attempt(after: .seconds(10)))
    }

    @Test func isUnhealthyAfterItsRetriesInARow() {
        var state = LivenessState(probe: probe)
        _ = state.attemptEnded(.success, at: .seconds(10))
        _ = state.attemptEnded(.failure("a"), at: .seconds(20))
        _ = state.attemptEnded(.failure("b"), at: .seconds(30))
        #expect(
            state.attemptEnded(.failure("c"), at: .seconds(40))
                == .unhealthy(failures: 3, last: "c", healthyFor: .seconds(10)))
    }

    @Test func oneSuccessForgetsTheFailures() {
        var state = LivenessState(probe: probe)
        for step in 0..<20 {
            let outcome: ProbeOutcome = step % 3 == 2 ? .success : .failure("no")
            #expect(state.attemptEnded(outcome, at: .seconds(step * 10)) == .attempt(after: .seconds(10)))
        }
    }
}
