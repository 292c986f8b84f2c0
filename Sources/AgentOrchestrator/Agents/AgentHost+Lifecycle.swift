import AgentRuntime
import AgentValues
import EngineAPI

extension AgentHost {
    /// As long as an agent without a probe must run to count as ready.
    private static let moment = Duration.milliseconds(300)

    /// Starts an agent, and looks whether it still runs a moment later: an engine calls it started even when it ends at once.
    ///
    /// - Throws: ``AgentError`` with code `ended` when it has failed meanwhile, `EngineError`, or what a hook throws.
    public func start(_ agent: AgentContainer) async throws -> AgentChange {
        let change = try await runtime.start(ContainerID(agent.id))
        guard change == .changed, !agent.isRunning else { return AgentChange(agent, "started", changed: false) }
        return try await settled(agent, "started")
    }

    /// Stops an agent and keeps its container.
    ///
    /// - Parameters:
    ///   - agent: which.
    ///   - timeout: how long it has between its stop signal and SIGKILL; nil for its own, else 10 s.
    public func stop(_ agent: AgentContainer, timeout: Duration? = nil) async throws -> AgentChange {
        // One that is about to be started again would run a moment later.
        guard agent.isActive else { return AgentChange(agent, "stopped", changed: false) }
        try await runtime.stop(ContainerID(agent.id), timeout: timeout)
        return AgentChange(agent, "stopped")
    }

    /// Stops an agent, if it runs, and starts it.
    ///
    /// - Parameters:
    ///   - agent: which.
    ///   - timeout: how long it has between its stop signal and SIGKILL; nil for its own, else 10 s.
    /// - Throws: ``AgentError`` with code `ended` when it has failed a moment later, `EngineError`, or what a hook throws.
    public func restart(_ agent: AgentContainer, timeout: Duration? = nil) async throws -> AgentChange {
        if agent.isActive { try await runtime.stop(ContainerID(agent.id), timeout: timeout) }
        try await runtime.start(ContainerID(agent.id))
        return try await settled(agent, "restarted")
    }

    /// Sends a signal to an agent's first process, which passes it on: `POST /containers/{id}/kill`.
    ///
    /// - Parameters:
    ///   - agent: which.
    ///   - signal: its name, with or without `SIG`, or its number.
    /// - Throws: ``AgentError`` with code `notRunning`, or `EngineError` for what is no signal.
    public func kill(_ agent: AgentContainer, signal: String = "KILL") async throws -> AgentChange {
        guard agent.isRunning else { throw agent.notRunning }
        try await engine.containers.kill(agent.id, signal: signal)
        return AgentChange(agent, "sent \(signal)")
    }

    /// Freezes all processes of an agent: `POST /containers/{id}/pause`.
    public func pause(_ agent: AgentContainer) async throws -> AgentChange {
        if agent.isPaused { return AgentChange(agent, "paused", changed: false) }
        guard agent.isRunning else { throw agent.notRunning }
        try await engine.containers.pause(agent.id)
        return AgentChange(agent, "paused")
    }

    /// Lets a frozen agent go on: `POST /containers/{id}/unpause`.
    public func unpause(_ agent: AgentContainer) async throws -> AgentChange {
        guard agent.isRunning else { throw agent.notRunning }
        guard agent.isPaused else { return AgentChange(agent, "running", changed: false) }
        try await engine.containers.unpause(agent.id)
        return AgentChange(agent, "running")
    }

    /// Removes the container of an agent.
    ///
    /// - Parameters:
    ///   - agent: which.
    ///   - force: whether one that runs is killed.
    /// - Throws: ``AgentError`` with code `stillRunning`, or `EngineError`.
    public func remove(_ agent: AgentContainer, force: Bool = false) async throws -> AgentChange {
        guard force || !agent.isActive else {
            throw AgentError(
                .stillRunning, "agent '\(agent.identity.agent)' is \(agent.state)",
                facts: .init(agent: agent.identity.agent, state: agent.state))
        }
        try await runtime.remove(ContainerID(agent.id))
        return AgentChange(agent, "removed")
    }

    private func settled(_ agent: AgentContainer, _ result: String) async throws -> AgentChange {
        try await Task.sleep(for: Self.moment)
        let state = try await engine.containers.inspect(agent.id).state
        if state.isRunning { return AgentChange(agent, result) }
        let name = agent.identity.agent
        guard state.exitCode == 0, state.error.isEmpty else {
            throw AgentError(
                .ended,
                "\(name): was \(result), and ended with exit code \(state.exitCode)"
                    + (state.wasOOMKilled ? " (out of memory)" : ""),
                details: state.error.isEmpty ? [] : [state.error], facts: .init(agent: name))
        }
        return AgentChange(agent, "\(result), and ended (0)")
    }
}
