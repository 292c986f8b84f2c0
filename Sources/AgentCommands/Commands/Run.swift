import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics
import EngineAPI

/// `aac-runtime run`: one image, without a manifest.
struct RunCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run one image, without a manifest.",
        discussion: """
            The same limits and the same tight defaults as for agents of a manifest. In the foreground the output is shown, the \
            container is removed at the end, and the exit status is the container's own; with --detach it goes on running.

            Examples:
              aac-runtime run hello:1.0 -p 8080
              aac-runtime run -d --name web -p 80:8080 -e MODE=test -v ./data:/data:ro hello:1.0
              aac-runtime run -i busybox sh
            """)

    @Argument(help: ArgumentHelp("The image.", valueName: "image"))
    var image: String

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("Arguments for the image's entrypoint.", valueName: "argument"))
    var arguments: [String] = []

    @Option(
        help: ArgumentHelp(
            "The project's name; else AAC_PROJECT, else the name of the current folder.", valueName: "name"))
    var project: String?

    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

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
        help: ArgumentHelp("Mount SOURCE:TARGET or SOURCE:TARGET:ro; repeatable.", valueName: "mount"))
    var volumes: [String] = []

    @Option(help: ArgumentHelp("The agent's and the container's name.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("The memory limit; 1Gi unless given.", valueName: "amount"))
    var memory: MemoryAmount?

    @Option(help: ArgumentHelp("The CPU limit; 1 unless given.", valueName: "number"))
    var cpus: CPUAmount?

    @Flag(name: .shortAndLong, help: "Leave the container running, and print its id.")
    var detach = false

    @Flag(name: .shortAndLong, help: "Connect the terminal to the container.")
    var interactive = false

    func run(in context: CommandContext) async throws -> ExitCode {
        let options = try options(in: context)
        return try await engine.withSession(in: context) { session in
            let runtime = context.runtime(on: session)
            if detach {
                let container = try await runtime.run(options)
                try await show(container, in: context)
                return .success
            }
            if interactive {
                return try await InteractiveRun(context: context, session: session, runtime: runtime).run(options)
            }
            let foreground = Foreground(
                context: context, session: session,
                project: Project(name: options.identity.project, engine: session.client, runtime: runtime),
                stopTimeout: options.stopTimeout, agents: [options.identity.agent], tellsEnds: false)
            return try await foreground.run { started in
                let accepted = AcceptedOptions(asked: options)
                let observer = RunObserver(
                    accepted: accepted.note, started: { try await started(options.identity.agent, $0) })
                let container = try await runtime.run(options, observer: observer)
                return [
                    AgentReport(
                        agent: options.identity.agent, outcome: .started, image: options.image, container: container,
                        options: accepted.value)
                ]
            }
        }
    }

    private func show(_ container: ContainerInfo, in context: CommandContext) async throws {
        guard output.format == .text else { return try await context.output.document(container) }
        try await context.output.line(container.id.rawValue)
    }

    private func options(in context: CommandContext) throws -> RunOptions {
        let run = AgentIdentity.newRun()
        let agent = name ?? "agent-\(run.prefix(8))"
        let identity = AgentIdentity(project: try ProjectOptions.name(project, in: context), agent: agent, run: run)
        var options = RunOptions(image: image, name: name ?? identity.containerName, identity: identity)
        options.detach = detach
        options.interactive = interactive
        options.terminal = interactive && context.terminal.isTerminal
        options.ports = ports.map(\.mapping)
        options.environment = try environment(in: context)
        options.volumes = try volumes.map { try mount($0, in: context) }
        options.arguments = arguments.isEmpty ? nil : arguments
        options.resources.memory = memory?.bytes ?? options.resources.memory
        options.resources.nanoCPUs = cpus?.nanoCPUs ?? options.resources.nanoCPUs
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
            // A variable that the host has not is not set, as with `docker run`.
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
