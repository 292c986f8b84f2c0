import AgentRuntime
import AgentTesting
import EngineAPI
import Subprocess
import SystemPackage

/// A folder with the manifest, whose name is a project that no other case has.
struct FaultFolder: Sendable {
    let project: String
    private let folder: TemporaryFolder

    init(engine: TestEngine, for operation: FaultOperation) throws {
        project = TestEngine.uniqueName("faults")
        folder = try TemporaryFolder(named: project)
        try folder.write(operation.manifest, to: "agent.yaml")
        try folder.write(FaultOperation.dockerfile, to: "Dockerfile")
    }

    /// Puts another manifest in the place of the first.
    func change(to manifest: String) throws { try folder.write(manifest, to: "agent.yaml") }

    /// Runs a command on the engine at `host`.
    func run(
        _ arguments: [String], through host: String, victim: FaultVictim? = nil, callLimit: String = "60s"
    ) async throws -> Tool.Result {
        let words = [arguments[0], "--engine", host] + arguments.dropFirst()
        let result = try await Subprocess.run(
            .path(Tool.path), arguments: Arguments(words),
            environment: Tool.variables(["AAC_ENGINE_TIMEOUT": callLimit]), workingDirectory: folder.path,
            input: .none, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
        ) { execution in
            victim?.started(execution.processIdentifier.value)
        }
        return Tool.Result(
            status: Tool.status(result.terminationStatus), output: result.standardOutput, errors: result.standardError)
    }

    /// Removes whatever is left, so that a failed case does not disturb others.
    func sweep(_ client: EngineClient) async {
        await Task {
            let filters = EngineFilters.labels([AgentIdentity.Label.project: project])
            for container in (try? await client.containers.list(all: true, filters: filters)) ?? [] {
                try? await client.containers.remove(container.id, force: true, volumes: true)
            }
            for network in (try? await client.networks.list(filters: filters)) ?? [] {
                try? await client.networks.remove(network.id)
            }
            for volume in (try? await client.volumes.list(filters: filters)) ?? [] {
                try? await client.volumes.remove(volume.name)
            }
            // The image is what a build is for, and no leftover.
            await client.removeBuiltImage("\(project)-\(FaultOperation.agent):latest")
            _ = try? RunFiles.removeAll(ofProject: project, on: client.address)
        }.value
    }
}
