import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime start`: starts agents whose containers are there.
struct StartCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start stopped agents.",
        discussion: """
            The containers are started as they are; `aac-runtime up` makes them anew where their manifest has changed, and \
            waits until they are ready.

            Examples:
              aac-runtime start hello
              aac-runtime start
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Argument(help: "The agents, as NAME or NAME/REPLICA; all of the project when none is named.")
    var agents: [AgentReference] = []

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let containers = try await session.host.agents(of: project).existing(agents)
            try await AgentAction(participle: "started", format: output.format, context: context)
                .perform(on: containers) { try await session.host.start($0) }
            return .success
        }
    }
}
