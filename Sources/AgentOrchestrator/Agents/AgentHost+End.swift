public import AgentRuntime
import AgentValues
import EngineAPI
import Synchronization

/// How one agent ended.
public struct AgentExit: Sendable, Hashable {
    /// The agent.
    public var agent: AgentContainer
    /// Its exit code.
    public var code: Int
}

extension AgentHost {
    /// The exit code of a container's command, once it has ended: `POST /containers/{id}/wait`.
    public func exitCode(of container: ContainerID) async throws -> Int {
        try await engine.containers.wait(container.rawValue, condition: .notRunning).exit().code
    }

    /// Waits for the ends of agents: `POST /containers/{id}/wait`, over absences of the engine.
    ///
    /// - Parameters:
    ///   - agents: which.
    ///   - count: how many ends are waited for; all unless given.
    ///   - limit: how long to wait; for ever unless given.
    ///   - reconnector: lives through the engine's absences.
    ///   - ended: told of each end as it comes.
    /// - Returns: those that ended in time, in the order of `agents`.
    /// - Throws: ``AgentError`` with code `notRunning` for one that was never started, or `EngineError`.
    public func ends(
        of agents: [AgentContainer], count: Int? = nil, within limit: Duration? = nil, reconnector: EngineReconnector,
        ended: @escaping @Sendable (AgentExit) async throws -> Void = { _ in }
    ) async throws -> [AgentExit] {
        let names = agents.displayNames
        if let agent = agents.first(where: { $0.status == .created }) {
            throw AgentError(
                .notRunning, "agent '\(names[agent.id] ?? agent.name)' was never started",
                facts: .init(agent: agent.identity.agent, state: agent.state))
        }
        let exits = Mutex<[Int: AgentExit]>([:])
        do {
            try await withTimeLimit(limit) {
                try await withThrowingTaskGroup(of: (index: Int, code: Int).self) { group in
                    for (index, agent) in agents.enumerated() {
                        group.addTask {
                            let exit = try await reconnector.surviving { _ in
                                try await engine.containers.wait(agent.id).exit()
                            }
                            return (index, exit.code)
                        }
                    }
                    defer { group.cancelAll() }
                    for _ in 0..<(count ?? agents.count) {
                        guard let (index, code) = try await group.next() else { return }
                        let exit = AgentExit(agent: agents[index], code: code)
                        exits.withLock { $0[index] = exit }
                        try await ended(exit)
                    }
                }
            }
        } catch is TimeLimitExceeded {
            // What came in time is the result.
        }
        return exits.withLock { $0 }.sorted { $0.key < $1.key }.map(\.value)
    }
}
