import AgentRuntime
import EngineAPI

extension AgentHost {
    /// Inspects containers, some at a time; those that are gone meanwhile are left out.
    ///
    /// - Parameters:
    ///   - containers: which.
    ///   - measuring: whether what the running ones use is measured too.
    ///   - probing: whether the running ones are asked whether they are alive.
    public func status(
        of containers: [AgentContainer], measuring: Bool = false, probing: Bool = true
    ) async throws -> [AgentStatus] {
        let found = try await containers.concurrently { container -> (AgentContainer, ContainerInspection)? in
            let inspection = try await engine.unlessMissing { try await engine.containers.inspect(container.id) }
            return inspection.map { (container, $0) }
        }.compactMap(\.self)
        async let health = found.concurrently {
            try await probing && !$0.0.isForeign ? AgentHealth(asking: $0.1, on: engine) : nil
        }
        let usage = measuring ? try await AgentUsage.measure(found.map(\.1), on: engine) : found.map { _ in nil }
        return zip(zip(found, usage), try await health).map { AgentStatus($0.0.0, $0.0.1, usage: $0.1, health: $1) }
    }
}
