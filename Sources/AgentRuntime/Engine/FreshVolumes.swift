import EngineAPI
import FoundationEssentials
import HTTPTransport

/// Gives the new volumes of an agent that is not root to its user. Podman does that by itself; on Docker a new volume is root's, and
/// the agent could not write to it.
struct FreshVolumes: Sendable {
    let engine: EngineClient
    let ledger: RunLedger
    let options: RunOptions
    let configHash: String
    let progress: @Sendable (RunStep) -> Void

    /// Where a volume is in the container that never runs.
    private static let place = "aac-volume"
    /// A header, the longest extended one before it, and what shows whether there is a second entry.
    private static let enough = 16 << 10

    /// The name of the container that never runs.
    private var name: String { "\(options.name)-volumes-\(options.identity.run)" }

    /// Changes the owner of what is empty and root's. Of the rest that the user cannot write to, the user is told.
    ///
    /// - Parameters:
    ///   - user: the container's user as the engine was told.
    ///   - container: the agent's container, which was created and not started: by then the engine has filled new volumes with what
    ///     the image has there.
    func give(to user: String, of container: String) async throws {
        let wanted = options.volumes.filter { $0.kind == .volume && !$0.readOnly }
        guard engine.kind == .docker, !wanted.isEmpty else { return }
        let owner = try await ContainerUser(engine: engine, container: container).owner(of: user)
        guard owner.user != 0 else { return }
        let mounts = try await engine.containers.inspect(container).mounts
        for mount in wanted {
            guard let volume = mounts.first(where: { $0.destination == mount.target })?.name else { continue }
            try await give(volume, mount, to: owner)
        }
    }

    private func give(_ volume: String, _ mount: VolumeMount, to owner: ContainerOwner) async throws {
        try await withFiller(volume) { filler in
            let (root, isEmpty) = try await look(into: filler)
            guard let root, root.owner.user != owner.user, root.mode & 0o022 == 0 else { return }
            guard isEmpty, root.owner.user == 0, try await isOwn(volume, mount) else {
                return progress(
                    .warning(
                        "the volume '\(mount.source)' at \(mount.target) belongs to user \(root.owner.user), and the agent is "
                            + "user \(owner.user), which cannot write there: give it to that user (chown), name another volume, or "
                            + "set spec.security.runAsUser"))
            }
            let folder = TarHeader(
                path: Array(Self.place.utf8), kind: .folder, mode: root.mode & 0o7777,
                modified: Int64(Date.now.timeIntervalSince1970), owner: owner)
            try await engine.containers.extract(.bytes(folder.blocks + TarHeader.end), into: filler, path: "/")
        }
    }

    /// Whether the volume was made for agents of this project. One without a name in the manifest goes with the container.
    private func isOwn(_ volume: String, _ mount: VolumeMount) async throws -> Bool {
        if mount.source.isEmpty { return true }
        return try await engine.volumes.inspect(volume).labels[AgentIdentity.Label.project] == options.identity.project
    }

    /// The folder itself, and whether nothing is in it.
    private func look(into filler: String) async throws -> (root: TarEntry?, isEmpty: Bool) {
        var archive: [UInt8] = []
        for try await piece in try await engine.containers.archive(filler, path: "/\(Self.place)") {
            archive += piece
            if archive.count >= Self.enough { break }
        }
        guard let root = TarEntry(archive[...]) else { return (nil, false) }
        return (root, root.rest.allSatisfy { $0 == 0 })
    }

    /// Calls `body` with a container that has the volume, and never runs: the agent's own may be read-only.
    private func withFiller(_ volume: String, _ body: (String) async throws -> Void) async throws {
        var configuration = ContainerConfiguration(image: options.image)
        configuration.entrypoint = [RunAssets.launcherPath]
        configuration.labels = options.allLabels(configHash: configHash)
            .merging([AgentIdentity.Label.guardVolume: "1"]) { $1 }
        configuration.host = HostConfiguration()
        configuration.host?.networkMode = "none"
        var place = Mount(.volume, source: volume, target: "/\(Self.place)")
        place.volumeOptions = Mount.VolumeOptions(doesNotCopy: true)
        configuration.host?.mounts = [place]
        let created = configuration
        try await ledger.creating(.container(name: name)) {
            _ = try await uncancelled { try await engine.containers.create(created, name: name) }
        }
        try await body(name)
        try await uncancelled { try await engine.containers.remove(name, force: true) }
        ledger.tookBack(.container(name: name))
    }
}
