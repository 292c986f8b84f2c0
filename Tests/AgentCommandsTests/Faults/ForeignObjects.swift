import AgentTesting
import EngineAPI

/// A container, a network and a volume of somebody else, which no command of a case may touch.
struct ForeignObjects: Sendable {
    private let client: EngineClient
    private let name: String

    static func make(on client: EngineClient) async throws -> ForeignObjects {
        let foreign = ForeignObjects(client: client, name: TestEngine.uniqueName("foreign"))
        var configuration = ContainerConfiguration(
            image: TestEngine.image, command: ["sleep", "36000"], labels: TestEngine.labels)
        configuration.networkDisabled = true
        let container = try await client.containers.create(configuration, name: foreign.name)
        try await client.containers.start(container.id)
        _ = try await client.networks.create(NetworkConfiguration(name: foreign.name, labels: TestEngine.labels))
        _ = try await client.volumes.create(VolumeConfiguration(name: foreign.name, labels: TestEngine.labels))
        return foreign
    }

    /// What is no longer as it was.
    func missing() async -> [String] {
        var missing: [String] = []
        if (try? await client.containers.inspect(name).state.isRunning) != true { missing.append("container \(name)") }
        if (try? await client.networks.inspect(name)) == nil { missing.append("network \(name)") }
        if (try? await client.volumes.inspect(name)) == nil { missing.append("volume \(name)") }
        return missing
    }

    func remove() async {
        try? await client.containers.remove(name, force: true, volumes: true)
        try? await client.networks.remove(name)
        try? await client.volumes.remove(name)
    }
}
