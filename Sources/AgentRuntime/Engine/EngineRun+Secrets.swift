import AgentLauncher
import EngineAPI
import SeccompProfiles

extension EngineRun {
    /// The values of the secrets, before anything is created.
    func fetchSecrets() async throws -> [String: SecretValue] {
        var values: [String: SecretValue] = [:]
        for secret in options.secrets {
            values[secret.name] = try await runtime.secrets.value(of: secret, agent: agent)
        }
        return values
    }

    /// Puts the files of the run on this host; the secrets' own folder stays empty until the container is there to tell its user.
    func prepareAssets(for image: ImageInspection) throws -> RunAssets {
        var assets = RunAssets()
        let isLocal = engine.address.remoteHost == nil
        guard isLocal || observer.held == nil else {
            throw RuntimeError(
                .unsupported, agent: agent, "only an agent on this host can be watched, and the engine is elsewhere",
                hint: "run aac-runtime on the engine's host")
        }
        guard isLocal || (options.secrets.isEmpty && options.files.isEmpty) else {
            throw RuntimeError(
                .unsupported, agent: agent, "secrets and spec.config need an engine on this host, to mount their files",
                hint: "run aac-runtime on the engine's host")
        }
        let files = RunFiles(of: options.identity)
        let needsFile = engine.kind == .podman && options.security.profile != nil
        if !options.files.isEmpty || needsFile || observer.held != nil {
            ledger.record(.files(files))
            assets.files = try writing("the files to be mounted into the container") { try files.write(options.files) }
            if observer.held != nil {
                assets.gate = try writing("what the agent waits at") {
                    StartGate(path: try files.addPipe(named: "gate"))
                }
            }
            if needsFile, let profile = options.security.profile, isLocal {
                assets.seccompFile = try writing("the seccomp profile") {
                    try files.add(profile.engineJSON, named: "seccomp.json")
                }
            }
        }
        if !options.secrets.isEmpty {
            let files = SecretFiles(of: options.identity)
            ledger.record(.secrets(files))
            try writing("the secrets") { try files.prepare() }
            assets.secretsFolder = files.folder
        }
        if usesLauncher(on: isLocal) { assets.launcher = try launcher(for: image) }
        return assets
    }

    /// The launcher is the first process where there are secrets, and where the engine has no init process of its own.
    private func usesLauncher(on isLocal: Bool) -> Bool {
        guard isLocal else { return false }
        return !options.secrets.isEmpty || observer.held != nil
            || (options.security.initProcess && engine.kind == .podman
                && !Self.initPrograms.contains(where: HostFile.exists))
    }

    /// Where Podman looks for its init process.
    private static let initPrograms = [
        "/usr/libexec/podman/catatonit", "/usr/local/libexec/podman/catatonit", "/usr/lib/podman/catatonit",
        "/usr/bin/catatonit", "/usr/local/bin/catatonit", "/usr/libexec/catatonit",
    ]

    private func launcher(for image: ImageInspection) throws -> RunAssets.Launcher {
        let own = image.configuration
        let command =
            (options.command ?? own?.entrypoint ?? [])
            + (options.arguments ?? (options.command == nil ? own?.command ?? [] : []))
        guard !command.isEmpty else {
            throw RuntimeError(
                .createRefused, agent: agent, "neither the image '\(options.image)' nor the options say what to run",
                hint: "set spec.command")
        }
        var variables = options.secrets.flatMap { secret in
            secret.variables.map { AgentLauncher.Secret(name: $0, path: secret.path) }
        }
        if observer.held != nil { variables.append(StartGate.variable) }
        let path = try writing("the launcher") { try LauncherFile.provide(for: image.architecture) }
        return RunAssets.Launcher(path: path, command: command, secrets: variables)
    }

    private func writing<Value>(_ what: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch {
            throw RuntimeError(.file, agent: agent, "cannot write \(what)", underlying: [error])
        }
    }

    /// Writes the values for the user of the created container, and finds a command that is not there before the launcher does.
    ///
    /// - Parameter user: the container's user as the engine was told.
    func stage(_ values: [String: SecretValue], _ assets: RunAssets, user: String, container: String) async throws {
        if !values.isEmpty {
            let owner = try await ContainerUser(engine: engine, container: container)
                .number(of: user)
            let files = SecretFiles(of: options.identity)
            try writing("the secrets") { try files.write(values, owner: owner) }
        }
        guard let launcher = assets.launcher else { return }
        let lookup = CommandLookup(engine: engine, container: container, mounted: options.volumes.map(\.target))
        switch await lookup.exitCode(of: launcher.command[0]) {
        case 127:
            throw RuntimeError(
                .commandNotFound, agent: agent, "the container's command '\(launcher.command[0])' is not in the image",
                hint: "check spec.command and spec.args, or the image's ENTRYPOINT and CMD")
        case 126:
            throw RuntimeError(
                .commandNotExecutable, agent: agent,
                "the container's command '\(launcher.command[0])' cannot be executed",
                hint: "check spec.command and spec.args, or the image's ENTRYPOINT and CMD")
        default: break
        }
    }
}

extension EngineRun {
    /// Lets the observer look at the agent's process before it becomes the agent.
    func hold(_ info: ContainerInfo, _ inspection: ContainerInspection, at gate: StartGate?) async throws {
        guard let gate, let held = observer.held else { return }
        // A number alone could be somebody else's, as seen from another process namespace.
        guard KernelView(process: inspection.state.pid, container: inspection.id) != nil else {
            throw RuntimeError(
                .unsupported, agent: agent, "the container's processes cannot be seen from here",
                hint: "run aac-runtime on the engine's host, outside of any container, as the engine's user")
        }
        try await gate.hold(childOf: inspection.state.pid) { try await held(info, $0) }
    }
}
