import AgentRuntime
import AgentTesting
import Diagnostics
import Synchronization
import Testing

@testable import AgentOrchestrator

@Suite(.timeLimit(.minutes(2))) struct SupervisorTests {
    /// An agent that does as a script says.
    private final class ScriptedAgent: SupervisedAgent {
        private struct State {
            var outcomes: [ProbeOutcome]
            var ends: [AgentEnd]
            var readiness: [RunningContainer.Readiness] = []
            var calls: [String] = []
            var isStopped = false
        }

        let name = "agent"
        private let state: Mutex<State>

        /// - Parameters:
        ///   - outcomes: of the probe, in order; the last one stays. Empty: it has no probe.
        ///   - ends: of the command, in order; then it runs on.
        init(
            _ outcomes: [ProbeOutcome], ends: [AgentEnd] = [], readiness: [RunningContainer.Readiness] = [],
            isStopped: Bool = false
        ) {
            state = Mutex(State(outcomes: outcomes, ends: ends, readiness: readiness, isStopped: isStopped))
        }

        var calls: [String] { state.withLock(\.calls) }

        func liveness() -> LivenessCheck? {
            guard state.withLock({ !$0.outcomes.isEmpty }) else { return nil }
            return LivenessCheck(probe: Probe(.tcp(port: 1), interval: .seconds(10), retries: 2)) {
                self.state.withLock { $0.outcomes.count > 1 ? $0.outcomes.removeFirst() : $0.outcomes[0] }
            }
        }
        func end() async throws -> AgentEnd {
            if let end = state.withLock({ $0.ends.isEmpty ? nil : $0.ends.removeFirst() }) { return end }
            try await Task.sleep(for: .seconds(3600))
            throw CancellationError()
        }
        func isRunning() -> Bool { true }
        func wasStopped() -> Bool { state.withLock(\.isStopped) }
        func restart() { state.withLock { $0.calls.append("restart") } }
        func start() { state.withLock { $0.calls.append("start") } }
        func awaitReadiness() -> RunningContainer.Readiness {
            state.withLock { $0.readiness.isEmpty ? .ready : $0.readiness.removeFirst() }
        }
    }

    private let clock = ManualClock()

    /// Moves the clock from deadline to deadline until `agent` has ended, or `until` has happened.
    private func run(
        _ agent: ScriptedAgent, until: @escaping @Sendable (SupervisionEvent) -> Bool = { _ in false }
    ) async throws -> (code: Int?, events: [SupervisionEvent]) {
        let events = Mutex<[SupervisionEvent]>([])
        let (reached, continuation) = AsyncStream.makeStream(of: Void.self)
        let supervisor = Supervisor(agent, rules: RestartRules(attempts: 3), clock: clock) { event in
            events.withLock { $0.append(event) }
            if until(event) { continuation.finish() }
        }
        let driver = Task {
            while !Task.isCancelled {
                if let next = clock.nextDeadline { clock.advance(by: next) }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        defer { driver.cancel() }
        let code = try await withThrowingTaskGroup(of: Int?.self) { group in
            group.addTask { try await supervisor.run() }
            group.addTask {
                for await _ in reached {}
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        return (code, events.withLock { $0 })
    }

    @Test func anAgentWithoutAProbeEndsWithItsCode() async throws {
        let (code, events) = try await run(
            ScriptedAgent([], ends: [.final(code: 3, wasOOMKilled: false)]))
        #expect(code == 3)
        #expect(events == [.ended(exitCode: 3, wasOOMKilled: false)])
    }

    @Test func anUnhealthyAgentIsRestartedOnceAndIsReadyAgain() async throws {
        let agent = ScriptedAgent([.success, .failure("a"), .failure("b"), .success])
        let (_, events) = try await run(agent, until: { $0 == .readyAgain })
        #expect(
            events == [
                .unhealthy(reason: "b", failures: 2, restartAfter: .milliseconds(100), number: 1, limit: 3), .restarted,
                .readyAgain,
            ])
        #expect(agent.calls == ["restart"])
        #expect("\(events[0])" == "unhealthy (b) after 2 failures; restarting in 100ms (1 of 3)")
    }

    @Test func aCrashLoopEnds() async throws {
        let agent = ScriptedAgent([.failure("down")])
        let error = try await #require(throws: SupervisionError.self) { try await run(agent) }
        #expect(error.code == .crashLoop)
        #expect(error.exitCode == .failure)
        #expect(error.summary == "agent: is in a crash loop: 3 restarts have not made it healthy")
        #expect(agent.calls == ["restart", "restart", "restart"])
    }

    @Test func oneThatDoesNotBecomeReadyAgainIsInACrashLoopToo() async throws {
        let agent = ScriptedAgent(
            [.failure("down")], readiness: [.notReady("x"), .notReady("y"), .notReady("z"), .notReady("last")])
        let error = try await #require(throws: SupervisionError.self) { try await run(agent) }
        #expect(error.details == ["last answer: z"])
        #expect(agent.calls.count == 3)
    }

    @Test func whatTheEngineRestartsIsLeftToIt() async throws {
        let agent = ScriptedAgent(
            [.success],
            ends: [
                .restartedByEngine(code: 1, policy: .onFailure(maximumRetries: 1)),
                .final(code: 2, wasOOMKilled: false),
            ])
        let (code, events) = try await run(agent)
        #expect(code == 2)
        #expect(agent.calls == [])
        #expect(events.map(\.isNewStart) == [true, false, false])
    }

    @Test func oneThatTheEnginesEndStoppedIsStartedAgain() async throws {
        let agent = ScriptedAgent([], ends: [.withEngine(code: 143), .final(code: 0, wasOOMKilled: false)])
        let (code, events) = try await run(agent)
        #expect(code == 0)
        #expect(agent.calls == ["start"])
        #expect(
            events == [
                .stoppedWithEngine(exitCode: 143), .restarted, .readyAgain, .ended(exitCode: 0, wasOOMKilled: false),
            ])
    }

    @Test func oneThatWasKilledIsStartedAgain() async throws {
        let agent = ScriptedAgent([], ends: [.killed(code: 137), .final(code: 0, wasOOMKilled: false)])
        let (code, events) = try await run(agent)
        #expect(code == 0)
        #expect(agent.calls == ["start"])
        #expect(
            events == [
                .killed(exitCode: 137, restartAfter: .milliseconds(100), number: 1, limit: 3), .restarted, .readyAgain,
                .ended(exitCode: 0, wasOOMKilled: false),
            ])
    }

    @Test func oneThatSomebodyStoppedIsLeftAlone() async throws {
        let agent = ScriptedAgent([], ends: [.killed(code: 137)], isStopped: true)
        let (code, events) = try await run(agent)
        #expect(code == 137)
        #expect(agent.calls == [])
        #expect(events == [.ended(exitCode: 137, wasOOMKilled: false)])
    }

    @Test func oneThatIsKilledAgainAndAgainIsInACrashLoop() async throws {
        let agent = ScriptedAgent([], ends: Array(repeating: .killed(code: 139), count: 5))
        let error = try await #require(throws: SupervisionError.self) { try await run(agent) }
        #expect(error.code == .crashLoop)
        #expect(error.details == ["last answer: killed (exit code 139)"])
        #expect(agent.calls.count == 3)
    }
}
