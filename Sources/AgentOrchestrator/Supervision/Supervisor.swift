public import AgentRuntime
import EngineAPI

/// Stays with one running agent: asks it whether it is alive, restarts it when it is not, and ends when it ends.
///
/// What the engine does by itself, as the restart policy says, is noticed and left to it. Hooks are not called around a restart:
/// the container stays the same, and so does the run.
public struct Supervisor<WatchClock: Clock>: Sendable where WatchClock.Duration == Duration {
    private enum Turn: Sendable {
        case ended(AgentEnd)
        case unhealthy(failures: Int, reason: String, healthyFor: Duration)
    }

    private let agent: any SupervisedAgent
    private let rules: RestartRules
    private let clock: WatchClock
    private let report: @Sendable (SupervisionEvent) -> Void

    init(
        _ agent: any SupervisedAgent, rules: RestartRules, clock: WatchClock,
        report: @escaping @Sendable (SupervisionEvent) -> Void
    ) {
        self.agent = agent
        self.rules = rules
        self.clock = clock
        self.report = report
    }

    /// Returns when the agent has ended for good.
    ///
    /// - Returns: its exit code.
    /// - Throws: ``SupervisionError`` when it is in a crash loop or the engine stays away, `EngineError` when the engine refuses,
    ///   `CancellationError`. The agent is left as it is.
    public func run() async throws -> Int {
        var backoff = RestartBackoff(rules: rules)
        while true {
            let start = clock.now
            switch try await watch() {
            case .ended(.final(let code, let wasOOMKilled)):
                report(.ended(exitCode: code, wasOOMKilled: wasOOMKilled))
                return code
            case .ended(.restartedByEngine(let code, let policy)):
                report(.restartedByEngine(exitCode: code, policy: policy))
                try await becomeReady(&backoff)
            case .ended(.killed(let code)):
                let healthyFor = start.duration(to: clock.now)
                guard try await revive(afterCode: code, healthyFor: healthyFor, &backoff) else {
                    report(.ended(exitCode: code, wasOOMKilled: false))
                    return code
                }
                try await becomeReady(&backoff)
            case .ended(.withEngine(let code)):
                report(.stoppedWithEngine(exitCode: code))
                try await agent.start()
                report(.restarted)
                try await becomeReady(&backoff)
            case .unhealthy(let failures, let reason, let healthyFor):
                // The end of its command makes every probe fail; that is an end and no bad health.
                guard try await agent.isRunning() else { continue }
                try await restart(after: reason, failures: failures, healthyFor: healthyFor, &backoff)
                try await becomeReady(&backoff)
            }
        }
    }

    /// Waits for the end or for bad health, whichever comes first.
    private func watch() async throws -> Turn {
        let liveness = try await agent.liveness()
        return try await withThrowingTaskGroup(of: Turn.self) { group in
            group.addTask { .ended(try await agent.end()) }
            if let liveness { group.addTask { try await probe(liveness) } }
            defer { group.cancelAll() }
            guard let turn = try await group.next() else { throw CancellationError() }
            return turn
        }
    }

    private func probe(_ liveness: LivenessCheck) async throws -> Turn {
        var state = LivenessState(probe: liveness.probe)
        var action = state.first
        let start = clock.now
        while true {
            switch action {
            case .attempt(let delay):
                try await clock.sleep(until: clock.now.advanced(by: delay), tolerance: nil)
                let outcome = try await liveness.attempt()
                action = state.attemptEnded(outcome, at: start.duration(to: clock.now))
            case .unhealthy(let failures, let reason, let healthyFor):
                return .unhealthy(failures: failures, reason: reason, healthyFor: healthyFor)
            }
        }
    }

    /// Waits until the agent is ready after a start, and restarts it when it does not become so.
    private func becomeReady(_ backoff: inout RestartBackoff) async throws {
        while true {
            switch try await agent.awaitReadiness() {
            case .ready: return report(.readyAgain)
            // Whoever watches next finds out how.
            case .exited: return
            case .notReady(let reason): try await restart(after: reason, failures: nil, healthyFor: .zero, &backoff)
            }
        }
    }

    private func restart(
        after reason: String, failures: Int?, healthyFor: Duration, _ backoff: inout RestartBackoff
    ) async throws {
        switch backoff.agentFailed(healthyFor: healthyFor) {
        case .restart(let delay, let number):
            report(
                .unhealthy(
                    reason: reason, failures: failures, restartAfter: delay, number: number, limit: rules.attempts))
            try await clock.sleep(until: clock.now.advanced(by: delay), tolerance: nil)
            try await agent.restart()
            report(.restarted)
        case .giveUp(let restarts): throw crashLoop(after: restarts, lastly: reason)
        }
    }

    /// Starts the agent's command again after it was killed.
    ///
    /// - Returns: false when somebody had it ended, who will not want it back.
    private func revive(
        afterCode code: Int, healthyFor: Duration, _ backoff: inout RestartBackoff
    ) async throws -> Bool {
        switch backoff.agentFailed(healthyFor: healthyFor) {
        case .restart(let delay, let number):
            // The engine tells of a stop a moment after the end.
            try await clock.sleep(until: clock.now.advanced(by: delay), tolerance: nil)
            guard try await !agent.wasStopped() else { return false }
            report(.killed(exitCode: code, restartAfter: delay, number: number, limit: rules.attempts))
            try await agent.start()
            report(.restarted)
            return true
        case .giveUp(let restarts): throw crashLoop(after: restarts, lastly: "killed (exit code \(code))")
        }
    }

    private func crashLoop(after restarts: Int, lastly reason: String) -> SupervisionError {
        SupervisionError(
            .crashLoop, "\(agent.name): is in a crash loop: \(restarts) restarts have not made it healthy",
            details: ["last answer: \(reason)"],
            hint:
                "the agent's output above may say why; spec.healthCheck and spec.healthcheck.liveness are what it is asked"
        )
    }
}

extension Supervisor where WatchClock == ContinuousClock {
    /// Supervises an agent's container.
    ///
    /// - Parameters:
    ///   - container: the container, which was ready.
    ///   - options: what it was created from.
    ///   - host: where it runs.
    ///   - reconnector: carries the calls across the engine's absences; shared by all that use the engine.
    ///   - rules: how patiently it is restarted.
    ///   - beforeStart: called right before the command is started anew by us, for those who connect to its output.
    ///   - report: told of what happens; it must return at once.
    public init(
        of container: ContainerID, options: RunOptions, on host: AgentHost, reconnector: EngineReconnector,
        rules: RestartRules = RestartRules(), beforeStart: @escaping @Sendable () async -> Void = {},
        report: @escaping @Sendable (SupervisionEvent) -> Void
    ) {
        self.init(
            ContainerAgent(
                options: options, container: container, engine: host.engine, reconnector: reconnector,
                beforeStart: beforeStart),
            rules: rules, clock: ContinuousClock(), report: report)
    }
}
