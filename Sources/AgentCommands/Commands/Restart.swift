import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime restart`: stops and starts agents.
struct RestartCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Stop agents and start them again.",
        discussion: """
            The containers stay; `aac-runtime up` makes them anew where their manifest has changed. The preStop \
            and postStop hooks of the manifest are called.

            Examples:
              aac-runtime restart hello
              aac-runtime restart --timeout 1s hello/2
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
        let context = context.stopping
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let containers = try await session.host.agents(of: project).existing(agents)
            let limit = timeout?.duration
            let host = context.host(on: session, hooks: try await scope.hooks(in: context))
            try await AgentAction(participle: "restarted", format: output.format, context: context)
                .perform(on: containers) { try await host.restart($0, timeout: limit) }
            return .success
        }
    }
}
