import AgentRuntime
import ArgumentParser
import Diagnostics
import EngineAPI

/// `aac-runtime stop`: ends agents and keeps their containers.
struct StopCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop agents and keep their containers.",
        discussion: """
            An agent gets SIGTERM, and SIGKILL when it still runs after the timeout. The preStop and postStop hooks of the \
            manifest are called; one that fails is reported, and the agent is stopped all the same.

            Examples:
              aac-runtime stop hello
              aac-runtime stop --timeout 30s
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("How long an agent may take to end, such as 30s; else its own, else 10s.", valueName: "time")
    )
    var timeout: DurationArgument?

    @Argument(help: "The agents, as NAME or NAME/REPLICA; all of the project when none is named.")
    var agents: [AgentReference] = []

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let containers = try await AgentSelector(engine: session.client, project: project).existing(agents)
            let limit = timeout?.duration
            let runtime = context.runtime(on: session, hooks: try await scope.hooks(in: context))
            try await AgentAction(participle: "stopped", format: output.format, context: context)
                .perform(on: containers) { container in
                    guard container.isRunning else {
                        return AgentAction.Outcome(container, "stopped", changed: false)
                    }
                    try await runtime.stop(ContainerID(container.id), timeout: limit)
                    return AgentAction.Outcome(container, "stopped")
                }
            return .success
        }
    }
}
