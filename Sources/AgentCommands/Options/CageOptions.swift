import AgentManifest
import AgentRuntime
import ArgumentParser
import Diagnostics
import FoundationEssentials

/// What the command line says about the cage and the network of an image without a manifest. The planner of manifests judges it.
struct CageOptions: ParsableArguments {
    enum Level: String, CaseIterable, ExpressibleByArgument {
        case baseline, restricted, privileged
    }

    @Option(help: ArgumentHelp("The security level; baseline unless given.", valueName: "level"))
    var level: Level?

    @Flag(help: "Let an image of the security level 'privileged' run.")
    var allowPrivileged = false

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Why more than the level may be had; repeatable.", valueName: "reason"))
    var allowUnsafe: [String] = []

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Who runs the command: NAME or UID, with an optional :GROUP."))
    var user: String?

    @Flag(help: "Make the container's root file system read-only; /tmp and /run are in memory then.")
    var readOnly = false

    @Option(parsing: .singleValue, help: ArgumentHelp("A capability to add; repeatable.", valueName: "capability"))
    var capAdd: [String] = []

    @Option(
        parsing: .singleValue, help: ArgumentHelp("A capability to drop, or ALL; repeatable.", valueName: "capability"))
    var capDrop: [String] = []

    @Option(
        help: ArgumentHelp(
            "none, host, bridge (the project's own, the default), or the name of a network.", valueName: "network"))
    var network: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A file below /run/secrets: NAME for the host's variable NAME, NAME=env:VARIABLE or NAME=file:PATH; repeatable.",
            valueName: "secret"))
    var secret: [String] = []

    /// The options with what these flags say.
    ///
    /// - Throws: `DiagnosticsError` with what is not allowed, or ``CommandError`` for what cannot be read.
    func apply(to options: inout RunOptions, allowing folders: [String], in context: CommandContext) throws {
        var manifest = Manifest(
            name: options.identity.agent, runtime: Manifest.Runtime(name: "image"),
            model: Manifest.Model(provider: "none", name: "none"))
        manifest.ports = options.ports.map { Manifest.Port(container: $0.container, host: $0.host) }
        manifest.security.level = level.flatMap { Manifest.Security.Level(rawValue: $0.rawValue) }
        manifest.security.allowUnsafe = allowUnsafe
        manifest.security.readOnlyRootFilesystem = readOnly ? true : nil
        manifest.security.capabilities.add = capAdd.map(Self.capability)
        manifest.security.capabilities.drop = capDrop.map(Self.capability)
        if let user {
            let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            manifest.security.runAsUser = parts[0]
            manifest.security.runAsGroup = parts.count == 2 ? parts[1] : nil
        }
        manifest.network.mode = network.map(Self.mode)
        manifest.secrets = try secret.map(Self.secret)
        var flags = PlanFlags(project: options.identity.project)
        flags.allowsPrivileged = allowPrivileged
        flags.mountAllow = folders
        let planner = Planner(
            flags: flags, environment: context.environment,
            readFile: { String(decoding: try Data(contentsOf: URL(filePath: $0)), as: UTF8.self) },
            fileExists: { FileManager.default.fileExists(atPath: $0) }, mounts: { .ofHost() })
        let plan: AgentPlan
        do {
            plan = try planner.plan(
                manifest, directory: ProjectName.currentFolder, defaults: RuntimeDefaults(), image: options.image)
        } catch let error as DiagnosticsError {
            throw DiagnosticsError(error.diagnostics.map(Self.inFlags), exitCode: error.exitCode)
        }
        options.security = plan.options.security
        options.network = plan.options.network
        options.secrets = plan.options.secrets
        let taken = Set(options.volumes.map(\.target))
        options.volumes += plan.options.volumes.filter { !taken.contains($0.target) }
    }

    /// What is wrong, in the words of the command line.
    private static func inFlags(_ diagnostic: Diagnostic) -> Diagnostic {
        let flags = [
            "spec.security.capabilities": "--cap-add", "spec.security.level": "--level", "spec.network": "--network",
            "spec.secrets": "--secret", "spec.ports": "--publish",
        ]
        var result = diagnostic
        let path = diagnostic.path ?? ""
        result.path = flags.first { path.hasPrefix($0.key) }?.value ?? diagnostic.path
        result.position = nil
        result.hint = diagnostic.hint?
            .replacing("'spec.security.allowUnsafe: [reason]'", with: "--allow-unsafe REASON")
            .replacing("spec.ports", with: "--publish")
        return result
    }

    /// As manifests have it: upper case, without `CAP_`.
    private static func capability(_ text: String) -> String {
        let name = text.uppercased()
        return name.hasPrefix("CAP_") ? String(name.dropFirst(4)) : name
    }

    private static func mode(_ text: String) -> Manifest.Network.Mode {
        switch text {
        case "bridge", "default": .bridge
        case "host": .host
        case "none": .none
        default: .named(text)
        }
    }

    private static func secret(_ text: String) throws -> Manifest.Secret {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts[0]
        guard parts.count == 2 else { return Manifest.Secret(name: name, source: .hostEnvironment(key: name)) }
        if parts[1].hasPrefix("env:") {
            return Manifest.Secret(name: name, source: .hostEnvironment(key: String(parts[1].dropFirst(4))))
        }
        if parts[1].hasPrefix("file:") {
            return Manifest.Secret(name: name, source: .file(path: String(parts[1].dropFirst(5))))
        }
        throw CommandError(
            .usage,
            "--secret \(name)=…: a value does not belong on the command line, where others of the host can read it",
            hint: "--secret \(name)=env:VARIABLE, or --secret \(name)=file:PATH")
    }
}
