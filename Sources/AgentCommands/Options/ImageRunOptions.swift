import AgentManifest
import AgentRuntime
import ArgumentParser
import Diagnostics

/// What the command line says about a run without a manifest.
struct ImageRunOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The project's name; else AAC_PROJECT, else the name of the current folder.", valueName: "name"))
    var project: String?

    @Option(
        name: [.customShort("p"), .customLong("publish")],
        help: ArgumentHelp(
            "Publish a port on 127.0.0.1: CONTAINER, HOST:CONTAINER or IP:HOST:CONTAINER, with /udp; repeatable.",
            valueName: "port"))
    var ports: [PortArgument] = []

    @Option(
        name: [.customShort("e"), .customLong("env")],
        help: ArgumentHelp("Set a variable, or pass on the host's; repeatable.", valueName: "NAME[=VALUE]"))
    var variables: [String] = []

    @Option(
        name: [.customShort("v"), .customLong("volume")],
        help: ArgumentHelp(
            "Mount SOURCE:TARGET or SOURCE:TARGET:ro; a folder outside of the current one needs --mount-allow; repeatable.",
            valueName: "mount"))
    var volumes: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("A folder in memory: TARGET or TARGET:size=64m; repeatable.", valueName: "mount"))
    var tmpfs: [String] = []

    @OptionGroup var mounts: MountOptions

    @Option(help: ArgumentHelp("The agent's and the container's name.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("The program to run in place of the image's entrypoint.", valueName: "program"))
    var entrypoint: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The command's folder in the container.", valueName: "path"))
    var workdir: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("A label of the container, as NAME=VALUE; repeatable.", valueName: "label"))
    var label: [String] = []

    @OptionGroup var cage: CageOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The memory limit; 1Gi unless given.", valueName: "amount"))
    var memory: MemoryAmount?

    @Option(help: ArgumentHelp("The CPU limit; 1 unless given.", valueName: "number"))
    var cpus: CPUAmount?

    @OptionGroup var lifetime: LifetimeOptions

    /// Those of the given flags that a Go program's options speak of, too.
    var givenForGo: [String] {
        let given = [
            ("--publish", !ports.isEmpty), ("--env", !variables.isEmpty), ("--volume", !volumes.isEmpty),
            ("--name", name != nil),
        ]
        return given.filter(\.1).map(\.0)
    }

    /// What the flags say to run.
    ///
    /// - Parameter address: where ports are published that name no address.
    func run(
        _ image: String, _ arguments: [String], publishingOn address: String = PortMapping.defaultHostIP,
        in context: CommandContext
    ) throws -> ImageRun {
        var run = ImageRun(image: image)
        run.name = name
        run.ports = ports.map { $0.mapping(on: address) }
        run.environment = try environment(in: context)
        run.volumes = try volumes.map { try mount($0, in: context) } + tmpfs.map(memory)
        run.arguments = arguments
        return run
    }

    /// What to run.
    func options(running image: String, _ arguments: [String], in context: CommandContext) throws -> RunOptions {
        try options(of: run(image, arguments, in: context), in: context)
    }

    /// The options of a run, with the limits and the project that the flags say.
    func options(of described: ImageRun, in context: CommandContext) throws -> RunOptions {
        let run = AgentIdentity.newRun()
        // Engines take names of containers that agents cannot have.
        let agent = described.name.flatMap(AgentName.nearest) ?? "agent-\(run.prefix(8))"
        let identity = try AgentIdentity(
            project: ProjectOptions.name(project, in: context), agent: agent, run: run,
            folder: ProjectOptions.namingFolder(project, in: context))
        var options = RunOptions(
            image: described.image, name: described.name ?? identity.containerName, identity: identity)
        options.ports = described.ports
        options.environment = described.environment
        options.volumes = described.volumes
        try cage.apply(to: &options, allowing: try mounts.resolved(), in: context)
        options.labels = try labels()
        options.workingDirectory = workdir
        if let entrypoint { options.command = [entrypoint] }
        options.arguments = described.arguments.isEmpty ? nil : described.arguments
        options.resources.memory = memory?.bytes ?? options.resources.memory
        options.resources.nanoCPUs = cpus?.nanoCPUs ?? options.resources.nanoCPUs
        options.lifetime = lifetime.ttl.map { Lifetime(ttl: $0.duration) }
        // Whoever gives no probe waits for the start alone, as with `docker run`.
        options.readiness = .started
        return options
    }

    private func environment(in context: CommandContext) throws -> [String: String] {
        var environment: [String: String] = [:]
        for text in variables {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard !parts[0].isEmpty else {
                throw CommandError(.usage, "'\(text)' names no variable", hint: "-e NAME=VALUE")
            }
            // A variable that this host does not have is not set, as with `docker run`.
            environment[parts[0]] = parts.count == 2 ? parts[1] : context.environment[parts[0]]
        }
        return environment
    }

    private func labels() throws -> [String: String] {
        try label.reduce(into: [:]) { labels, text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard !parts[0].isEmpty, !parts[0].hasPrefix(AgentIdentity.Label.prefix) else {
                throw CommandError(
                    .usage,
                    "'\(text)' cannot be a label: it needs a name, and '\(AgentIdentity.Label.prefix)' is for our own")
            }
            labels[parts[0]] = parts.count == 2 ? parts[1] : ""
        }
    }

    /// `TARGET` or `TARGET:size=64m`; of the further options that Docker knows, those that say what is so anyway are taken.
    private func memory(_ text: String) throws -> VolumeMount {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        var mount = VolumeMount(.tmpfs, target: parts.first ?? "")
        let wrong = CommandError(
            .usage, "'\(text)' is not a folder in memory", hint: "--tmpfs /TARGET or --tmpfs /TARGET:size=64m")
        guard mount.target.hasPrefix("/") else { throw wrong }
        for option in parts.count == 2 ? parts[1].split(separator: ",") : [] {
            let usual: Set<Substring> = ["rw", "nosuid", "nodev", "noexec"]
            if usual.contains(option) { continue }
            guard option.hasPrefix("size="), let size = MemoryAmount(argument: String(option.dropFirst(5))) else {
                throw wrong
            }
            mount.size = size.bytes
        }
        return mount
    }

    private func mount(_ text: String, in context: CommandContext) throws -> VolumeMount {
        guard
            let mount = VolumeMount(
                parsing: text, directory: ProjectName.currentFolder, home: context.environment("HOME"))
        else {
            throw CommandError(
                .usage, "'\(text)' is not a mount",
                hint: "-v SOURCE:TARGET or SOURCE:TARGET:ro, with an absolute TARGET")
        }
        return mount
    }
}
