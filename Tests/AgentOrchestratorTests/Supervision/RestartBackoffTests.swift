import AgentOrchestrator
import Testing

@Suite(.timeLimit(.minutes(2))) struct RestartBackoffTests {
    @Test func doublesFromTheFirstToTheLongest() {
        var backoff = RestartBackoff(rules: RestartRules(attempts: nil))
        var delays: [Duration] = []
        for _ in 0..<100 {
            if case .restart(let delay, _) = backoff.agentFailed(healthyFor: .zero) { delays.append(delay) }
        }
        #expect(delays.prefix(4) == [.milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(800)])
        #expect(delays[9] == .milliseconds(51_200))
        #expect(delays[10...].allSatisfy { $0 == .seconds(60) })
        #expect(delays.count == 100)
    }

    @Test func givesUpAfterItsAttempts() {
        var backoff = RestartBackoff()
        for number in 1...5 {
            guard case .restart(_, number) = backoff.agentFailed(healthyFor: .seconds(59)) else {
                Issue.record("gave up early")
                return
            }
        }
        #expect(backoff.agentFailed(healthyFor: .seconds(59)) == .giveUp(restarts: 5))
    }

    @Test func aLongHealthyTimeForgetsTheRestarts() {
        var backoff = RestartBackoff(rules: RestartRules(attempts: 2))
        _ = backoff.agentFailed(healthyFor: .zero)
        _ = backoff.agentFailed(healthyFor: .zero)
        #expect(backoff.agentFailed(healthyFor: .seconds(60)) == .restart(after: .milliseconds(100), number: 1))
    }
}
