import AgentRuntime
import Testing

@Suite(.timeLimit(.minutes(2))) struct ReadinessStateTests {
    private let probe = Probe(
        .tcp(port: 1), interval: .seconds(10), retries: 2, startPeriod: .seconds(5), startInterval: .milliseconds(100))

    @Test func firstSuccessEnds() {
        var state = ReadinessState(probe: probe)
        #expect(state.attemptEnded(.success, at: .zero) == .ready)
        #expect(state.attempts == 1)
    }

    @Test func whatIsNotKnownYetIsNoFailure() {
        var state = ReadinessState(probe: probe)
        for second in 0..<100 {
            guard case .attempt = state.attemptEnded(.pending("wait"), at: .seconds(second)) else {
                Issue.record("gave up without a failure")
                return
            }
        }
        #expect(state.lastFailure == "wait")
    }

    @Test func whatIsImpossibleEndsAtOnce() {
        var state = ReadinessState(probe: probe)
        #expect(
            state.attemptEnded(.impossible("never", hint: "do"), at: .zero) == .impossible("never", hint: "do"))
    }

    @Test func asksOftenAtFirstAndSlowsToTheStartInterval() {
        var state = ReadinessState(probe: probe)
        var delays: [Duration] = []
        for _ in 0..<12 {
            guard case .attempt(let delay) = state.attemptEnded(.failure("no"), at: .zero) else { break }
            delays.append(delay)
        }
        #expect(delays.count == 12)
        #expect(delays.first == .milliseconds(5))
        #expect(delays == delays.sorted())
        #expect(delays.last == .milliseconds(100))
    }

    @Test func failuresInTheStartPeriodDoNotCount() {
        var state = ReadinessState(probe: probe)
        for step in 0..<100 {
            guard case .attempt = state.attemptEnded(.failure("no"), at: .milliseconds(step * 49)) else {
                Issue.record("gave up in the start period")
                return
            }
        }
    }

    @Test func afterTheStartPeriodOneFailureCountsPerInterval() {
        var state = ReadinessState(probe: probe)
        var last = ReadinessState.Action.ready
        for second in 5...14 { last = state.attemptEnded(.failure("no"), at: .seconds(second)) }
        #expect(last != .unhealthy(failures: 2, last: "no"))
        #expect(state.attemptEnded(.failure("at last"), at: .seconds(15)) == .unhealthy(failures: 2, last: "at last"))
    }

    @Test func pollsAtLeastOncePerSecondAfterTheStartPeriod() {
        var state = ReadinessState(probe: probe)
        var longest = Duration.zero
        for second in 5...14 {
            if case .attempt(let delay) = state.attemptEnded(.failure("no"), at: .seconds(second)) {
                longest = max(longest, delay)
            }
        }
        #expect(longest <= .seconds(1))
    }

    @Test func aLateSuccessWins() {
        var state = ReadinessState(probe: probe)
        _ = state.attemptEnded(.failure("no"), at: .seconds(6))
        #expect(state.lastFailure == "no")
        #expect(state.attemptEnded(.success, at: .seconds(7)) == .ready)
    }
}
