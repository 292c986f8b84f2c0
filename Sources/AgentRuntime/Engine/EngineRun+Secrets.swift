import AgentLauncher
import AgentValues
import EngineAPI
import SeccompProfiles
import SystemPackage

extension EngineRun {
    /// The values of the secrets, before anything is created.
    func fetchSecrets() async throws -> [String: SecretValue] {
        var values: [String: SecretValue] = [:]
        for secret in options.secrets {
            values[secret.name] = try await runtime.secrets.value(of: secret, agent: agent)
        }
        return values
    }

    /// Writes the files that are mounted into the container. The folder for secrets stays empty for now: which user
    /// they are for is known only once the container is created.
    ///
    /// - Parameters:
    ///   - options: what is run, with everything resolved.
    ///   - sources: the sources of its bind mounts by their targets, as they were opened.
    ///   - user: the container's user as the engine is told.
    func prepareAssets(
        _ options: RunOptions, _ sources: [String: PinnedSource], for image: ImageInspection, user: String
    ) async throws -> RunAssets {
        let files = RunFiles(of: options.identity, on: engine.address)
        ledger.record(.files(files))
        let paths = try writing("the files to be mounted into the container") { try files.write(options.files) }
        guard try await SharedFiles(engine: engine).areShared(at: files.folder) else {
            try files.remove()
            return try await prepareRemoteAssets(options, for: image, user: user)
        }
        var assets = RunAssets(files: paths)
        if engine.kind == .podman, let profile = options.security.profile {
            assets.seccompFile = try writing("the seccomp profile") {
                try files.add(profile.engineJSON, named: "seccomp.json")
            }
        }
        if !options.secrets.isEmpty {
            let files = SecretFiles(of: options.identity, on: engine.address)
            ledger.record(.secrets(files))
            try writing("the secrets") { try files.prepare() }
            assets.secretsFolder = files.folder
        }
        assets.launcher = try launcher(for: image, at: try writing("the launcher") { try LauncherFile.provide() })
        assets.folder = try writing("what the agent waits at") { try files.addGuardFolder() }
        try writing("what the cage must be") { try files.write(try record(options, sources, assets, user: user)) }
        return assets
    }

    /// The same for an engine that does not share this host's files: they go into a volume, since it cannot mount a
    /// path of this host.
    func prepareRemoteAssets(
        _ options: RunOptions, for image: ImageInspection, user: String
    ) async throws -> RunAssets {
        guard observer.beforeExec == nil else {
            throw RunError(
                .unsupported, agent: agent, "only an agent on this host can be watched, and the engine is elsewhere",
                hint: "run aac-runtime on the engine's host")
        }
        guard options.secrets.isEmpty, options.files.isEmpty else {
            throw engine.notArriving("secrets and spec.config", options)
        }
        var assets = RunAssets()
        assets.launcher = try launcher(for: image, at: nil)
        let record = CageRecord(CageLimits(options, on: engine.kind, user: user))
        assets.volume = try await GuardVolume(engine: engine, ledger: ledger, options: options, configHash: configHash)
            .make(record)
        observer.progress(
            .warning(
                "the engine at \(engine.address) does not share this host's files: what its bind mounts lead to cannot be "
                    + "verified; the launcher checks all else inside the container"))
        return assets
    }

    /// What the container's cage must be at each of its starts.
    private func record(
        _ options: RunOptions, _ sources: [String: PinnedSource], _ assets: RunAssets, user: String
    ) throws -> CageRecord {
        let opened = options.volumes.compactMap { mount in
            sources[mount.target].map { CageMount(target: mount.target, $0, isReadOnly: mount.readOnly) }
        }
        let mounts =
            try opened
            + assets.mounts.filter { $0.kind == .bind }.map { bind in
                guard
                    let mount = CageMount(
                        target: bind.target, of: bind.source ?? "", isReadOnly: bind.isReadOnly ?? false)
                else { throw Errno.noSuchFileOrDirectory }
                return mount
            }
        return CageRecord(CageLimits(options, on: engine.kind, user: user, mounts: mounts))
    }

    /// - Parameter path: where it is on this host; nil where it is in a volume.
    private func launcher(for image: ImageInspection, at path: String?) throws -> RunAssets.Launcher {
        let own = image.configuration
        let command =
            (options.command ?? own?.entrypoint ?? [])
            + (options.arguments ?? (options.command == nil ? own?.command ?? [] : []))
        guard !command.isEmpty else {
            throw RunError(
                .createRefused, agent: agent, "neither the image '\(options.image)' nor the options say what to run",
                hint: "set spec.command")
        }
        let secrets = options.secrets.flatMap { secret in
            secret.variables.map { AgentLauncher.Secret(name: $0, path: secret.path) }
        }
        return RunAssets.Launcher(
            path: path, command: command, secrets: secrets, isInit: options.security.initProcess,
            isClosed: options.security.level == .restricted)
    }

    private func writing<Value>(_ what: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch {
            throw RunError(.file, agent: agent, "cannot write \(what)", underlying: [error])
        }
    }

    /// Writes the values for the user of the created container.
    ///
    /// - Parameter user: the container's user as the engine was told.
    func stage(_ values: [String: SecretValue], user: String, container: String) async throws {
        guard !values.isEmpty else { return }
        let owner = try await ContainerUser(engine: engine, container: container).owner(of: user).user
        let files = SecretFiles(of: options.identity, on: engine.address)
        try writing("the secrets") { try files.write(values, owner: owner) }
    }
}
