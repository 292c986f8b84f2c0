import AgentRuntime

/// An agent as its supervisor sees it.
protocol SupervisedAgent: Sendable {
    /// The agent's name.
    var name: String { get }

    /// What is asked to find out whether it is alive, at its present address; nil: nothing.
    func liveness() async throws -> LivenessCheck?
    /// Suspends until its command ends, and says what became of it.
    func end() async throws -> AgentEnd
    /// Asked after its command has ended by a signal: whether somebody asked the engine to stop it, so that it was not
    /// killed.
    func wasStopped() async throws -> Bool
    /// Whether its command runs and is not paused.
    func isRunning() async throws -> Bool
    /// Ends its command and starts it again.
    func restart() async throws
    /// Starts its command, where it does not run.
    func start() async throws
    /// Waits until it is ready after a start.
    func awaitReadiness() async throws -> RunningContainer.Readiness
}

/// The check that is made again and again while an agent runs.
struct LivenessCheck: Sendable {
    var probe: Probe
    var attempt: @Sendable () async throws -> ProbeOutcome
}

/// What became of an agent whose command has ended.
enum AgentEnd: Sendable, Hashable {
    /// It has ended for good.
    case final(code: Int, wasOOMKilled: Bool)
    /// The engine has started it again under its restart policy. The code is nil where that was too quick to see how
    /// the agent ended.
    case restartedByEngine(code: Int?, policy: RestartPolicy)
    /// It was killed by a signal, although it is a service that should go on.
    case killed(code: Int)
    /// It ended because the engine went away.
    case withEngine(code: Int)
}
