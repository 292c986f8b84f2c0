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

    @OptionGroup var mounts: MountOptions

    @Option(help: ArgumentHelp("The agent's and the container's name.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("The memory limit; 1Gi unless given.", valueName: "amount"))
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
        run.volumes = try volumes.map { try mount($0, in: context) }
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
            project: ProjectOptions.name(project, in: context), agent: agent, run: run)
        var options = RunOptions(
            image: described.image, name: described.name ?? identity.containerName, identity: identity)
        // On the engine's default bridge it could be reached by whatever else is there, agents of other projects included.
        options.network.mode = .project(of: identity.project)
        options.ports = described.ports
        options.environment = described.environment
        options.volumes = described.volumes
        options.security.mountAllow = try mounts.resolved()
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
