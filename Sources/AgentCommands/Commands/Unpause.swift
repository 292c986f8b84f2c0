import AgentOrchestrator
import ArgumentParser
import Diagnostics

/// `aac-runtime unpause`: lets frozen agents go on.
struct UnpauseCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpause",
        abstract: "Let frozen agents go on.",
        discussion: """
            Examples:
              aac-runtime unpause hello
              aac-runtime unpause
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Argument(help: "The agents, as NAME or NAME/REPLICA; all frozen ones of the project when none is named.")
    var agents: [AgentReference] = []

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let found = try await session.host.agents(of: project).existing(agents)
            let wanted = agents.isEmpty ? found.filter(\.isPaused) : found
            if wanted.isEmpty { try await context.messages.line("no agent of project '\(project)' is paused") }
            try await AgentAction(participle: "unpaused", format: output.format, context: context)
                .perform(on: wanted) { try await session.host.unpause($0) }
            return .success
        }
    }
}
