import AgentRuntime
import EngineAPI

/// The processes of one agent, with the engine's own headings.
public struct AgentProcesses: Sendable, Hashable {
    /// Whose they are.
    public var agent: AgentContainer
    /// The headings, such as `PID`.
    public var titles: [String]
    /// A row for each process, in the order of the headings.
    public var rows: [[String]]
}

extension AgentHost {
    /// Lists what runs in agents: `GET /containers/{id}/top`.
    ///
    /// - Throws: ``AgentError`` with code `notRunning`, or `EngineError`.
    public func processes(of agents: [AgentContainer]) async throws -> [AgentProcesses] {
        try await agents.concurrently { agent in
            guard agent.isRunning else { throw agent.notRunning }
            let found = try await engine.containers.top(agent.id)
            return AgentProcesses(agent: agent, titles: found.titles, rows: found.processes)
        }
    }
}
