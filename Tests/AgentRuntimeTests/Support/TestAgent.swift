import AgentRuntime
import AgentTesting
import EngineAPI

/// An agent of a project that no other test has, on one engine.
struct TestAgent: Sendable {
    let client: EngineClient
    let runtime: EngineRuntime
    let project: String

    /// Options that run a command of the test image, and end at once when stopped.
    func options(_ command: [String]) -> RunOptions {
        let identity = AgentIdentity.testing(project: project, agent: "agent")
        var options = RunOptions(image: TestEngine.image, name: identity.containerName, identity: identity)
        options.command = command
        options.stopTimeout = .seconds(1)
        return options
    }

    /// What is on the engine with the project's label, by kind and name.
    func leftovers() async throws -> [String] {
        let filters = EngineFilters.labels([AgentIdentity.Label.project: project])
        let containers = try await client.containers.list(all: true, filters: filters).map { "container \($0.names)" }
        let networks = try await client.networks.list(filters: filters).map { "network \($0.name)" }
        let volumes = try await client.volumes.list(filters: filters).map { "volume \($0.name)" }
        return containers + networks + volumes
    }

    /// Removes whatever is left of the project.
    func clean() async throws {
        let filters = EngineFilters.labels([AgentIdentity.Label.project: project])
        for container in try await client.containers.list(all: true, filters: filters) {
            try await runtime.remove(ContainerID(container.id))
        }
        for network in try await client.networks.list(filters: filters) { try await client.networks.remove(network.id) }
        for volume in try await client.volumes.list(filters: filters) { try await client.volumes.remove(volume.name) }
    }
}

/// Runs a test with an agent of its own and cleans up after it, however it ends.
func withAgent(
    on engine: TestEngine, _ stem: String, _ body: (TestAgent) async throws -> Void
) async throws {
    let client = try await engine.connectWithImage()
    defer { client.shutdown() }
    let agent = TestAgent(client: client, runtime: EngineRuntime(client), project: TestEngine.uniqueName(stem))
    do {
        try await body(agent)
        try await Task { try await agent.clean() }.value
    } catch {
        try? await Task { try await agent.clean() }.value
        throw error
    }
}
