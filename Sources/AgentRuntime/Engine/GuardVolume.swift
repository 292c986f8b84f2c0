import AgentLauncher
import EngineAPI
import HTTPTransport

/// The launcher and the record of the cage for an engine that does not share this host's files: a volume that is filled once,
/// through a container that never runs, and that the agent's container mounts read-only.
struct GuardVolume: Sendable {
    let engine: EngineClient
    let ledger: RunLedger
    let options: RunOptions
    let configHash: String

    /// The volume's name; no other run has it.
    private var name: String { "\(options.name)-guard-\(options.identity.run)" }

    /// Makes and fills the volume.
    ///
    /// - Returns: its name.
    func make(_ record: CageRecord) async throws -> String {
        let processor = try await engine.system.info().architecture
        guard let launcher = AgentLauncher(processor: processor) else {
            throw RunError(
                .unsupported, agent: options.identity.agent,
                "there is no launcher for the engine's processor '\(processor)'")
        }
        let labels = options.allLabels(configHash: configHash).merging([AgentIdentity.Label.guardVolume: "1"]) { $1 }
        try await ledger.creating(.volume(name: name)) {
            _ = try await uncancelled {
                try await engine.volumes.create(VolumeConfiguration(name: name, labels: labels))
            }
        }
        try await fill(
            Self.archive([
                (RunAssets.launcherName, 0o755, launcher.program),
                (RunAssets.recordName, 0o444, Array(record.text.utf8)),
            ]), labels)
        return name
    }

    private func fill(_ archive: [UInt8], _ labels: [String: String]) async throws {
        let configuration = filler(labels)
        try await ledger.creating(.container(name: name)) {
            _ = try await uncancelled { try await engine.containers.create(configuration, name: name) }
        }
        try await engine.containers.extract(.bytes(archive), into: name, path: RunAssets.folderPath)
        try await uncancelled { try await engine.containers.remove(name, force: true) }
        ledger.tookBack(.container(name: name))
    }

    private func filler(_ labels: [String: String]) -> ContainerConfiguration {
        var configuration = ContainerConfiguration(image: options.image)
        configuration.entrypoint = [RunAssets.launcherPathInVolume]
        configuration.labels = labels
        configuration.host = HostConfiguration()
        configuration.host?.networkMode = "none"
        configuration.host?.mounts = [Mount(.volume, source: name, target: RunAssets.folderPath)]
        return configuration
    }

    private static func archive(_ files: [(name: String, mode: UInt32, content: [UInt8])]) -> [UInt8] {
        files.reduce(into: []) { archive, file in
            let size = Int64(file.content.count)
            archive +=
                TarHeader(path: Array(file.name.utf8), kind: .file(size: size), mode: file.mode, modified: 0).blocks
            archive += file.content + TarHeader.padding(after: size)
        } + TarHeader.end
    }

    /// The volume of a container, where it has one.
    static func name(of container: ContainerInspection) -> String? {
        container.mounts.first { $0.kind == .volume && $0.destination == RunAssets.folderPath }?.name
    }
}
