import EngineAPI

/// Asks an engine for a container with one folder of ours, to see whether it has the folder. A socket that leads to another host looks
/// like one of this host; a folder that was made a moment ago is on this host alone.
struct ArrivalTest: Sendable {
    let engine: EngineClient
    let ledger: RunLedger
    let options: RunOptions

    private var name: String { "\(options.name)-arrival-\(options.identity.run)" }

    /// - Parameter folder: a folder that nobody else makes.
    /// - Returns: false where the engine refuses a container because of the folder.
    func passes(with folder: String) async throws -> Bool {
        if try await isTaken(with: [Mount(.bind, source: folder, target: RunAssets.folderPath, isReadOnly: true)]) {
            return true
        }
        // What it refuses without the folder too, it does not refuse because of it.
        return try await !isTaken(with: [])
    }

    private func isTaken(with mounts: [Mount]) async throws -> Bool {
        let configuration = configuration(with: mounts)
        do {
            try await ledger.creating(.container(name: name)) {
                _ = try await uncancelled { try await engine.containers.create(configuration, name: name) }
            }
        } catch let error as EngineError where error.isRefusal {
            ledger.tookBack(.container(name: name))
            return false
        }
        try await uncancelled { try await engine.containers.remove(name, force: true) }
        ledger.tookBack(.container(name: name))
        return true
    }

    private func configuration(with mounts: [Mount]) -> ContainerConfiguration {
        var configuration = ContainerConfiguration(image: options.image)
        configuration.entrypoint = [RunAssets.launcherPath]
        configuration.labels = options.allLabels()
        configuration.host = HostConfiguration()
        configuration.host?.networkMode = "none"
        configuration.host?.mounts = mounts
        return configuration
    }
}
