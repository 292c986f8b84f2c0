public import AgentRuntime
import EngineAPI

extension AgentHost {
    /// The ports of a running container that are reached from here, each with an address that leads there.
    public func reachablePorts(of container: ContainerID) async throws -> [PortMapping] {
        PublishedPorts(of: try await engine.containers.inspect(container.rawValue), on: engine.address).reachable
    }

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
        return zip(zip(found, usage), try await health).map {
            let inspection = $0.0.1
            let ports = inspection.state.isRunning ? PublishedPorts(of: inspection, on: engine.address) : nil
            return AgentStatus($0.0.0, inspection, usage: $0.1, health: $1, ports: ports)
        }
    }
}
