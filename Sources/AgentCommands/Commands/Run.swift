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
    var reference: String

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("Arguments for the image's entrypoint.", valueName: "argument"))
    var arguments: [String] = []

    @OptionGroup var image: ImageRunOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "Leave the container running, and print its id.")
    var detach = false

    @Flag(name: .shortAndLong, help: "Connect the terminal to the container.")
    var interactive = false

    func run(in context: CommandContext) async throws -> ExitCode {
        var options = try image.options(running: reference, arguments, in: context)
        options.detach = detach
        options.interactive = interactive
        options.terminal = interactive && context.terminal.isTerminal
        return try await run(options, in: context)
    }

    private func run(_ options: RunOptions, in context: CommandContext) async throws -> ExitCode {
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
                stopTimeout: options.stopTimeout,
                agents: [LogOrigin(agent: options.identity.agent, replica: 1, name: options.identity.agent)],
                tellsEnds: false)
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
}
