import AgentRuntime

/// An agent as its supervisor sees it.
protocol SupervisedAgent: Sendable {
    /// The agent's name.
    var name: String { get }

    /// What is asked to find out whether it is alive, at its present address; nil: nothing.
    func liveness() async throws -> LivenessCheck?
    /// Suspends until its command ends, and says what became of it.
    func end() async throws -> AgentEnd
    /// Whether somebody had its command ended, after it has: then it is not killed but stopped.
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

/// What is asked of an agent again and again.
struct LivenessCheck: Sendable {
    var probe: Probe
    var attempt: @Sendable () async throws -> ProbeOutcome
}

/// What became of an agent whose command has ended.
enum AgentEnd: Sendable, Hashable {
    /// It stays so.
    case final(code: Int, wasOOMKilled: Bool)
    /// The engine has started it again; the code is nil where it was quicker than we could ask.
    case restartedByEngine(code: Int?, policy: RestartPolicy)
    /// It was killed by a signal, although it is there to stay.
    case killed(code: Int)
    /// It ended because the engine went away.
    case withEngine(code: Int)
}
