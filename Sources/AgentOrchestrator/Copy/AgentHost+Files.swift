import EngineAPI

extension AgentHost {
    /// The files of an agent, as it sees them, running or not.
    package func files(of agent: AgentContainer) async throws -> ContainerView {
        ContainerView(try await engine.containers.inspect(agent.id), of: engine)
    }
}
