package import AgentRuntime
import AgentValues
import EngineAPI

extension AgentHost {
    /// Asks the engine about an agent: `GET /containers/{id}/json`.
    package func description(of agent: AgentContainer) async throws -> AgentDescription {
        AgentDescription(container: agent, inspection: try await engine.containers.inspect(agent.id), now: .now)
    }

    /// The engine's own answer about an agent, as it came: `GET /containers/{id}/json`.
    package func inspectionDocument(of agent: AgentContainer) async throws -> [UInt8] {
        try await engine.containers.inspectionDocument(agent.id)
    }

    /// What confines a running agent, as asked for and as the kernel has it.
    ///
    /// - Throws: ``AgentError`` with code `notRunning`, or `EngineError`.
    package func cage(of agent: AgentContainer) async throws -> CageReport {
        let inspection = try await engine.containers.inspect(agent.id)
        guard inspection.state.isRunning else {
            throw AgentError(
                .notRunning, "agent '\(agent.identity.agent)' is not running (\(inspection.state.status))",
                hint: "the kernel knows only of processes that run")
        }
        return CageReport(
            inspection, on: engine.kind, isLocal: engine.address.remoteHost == nil,
            boundingCapabilities: try await engine.containers.boundingCapabilities(agent.id))
    }
}
