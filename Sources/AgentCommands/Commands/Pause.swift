import AgentOrchestrator
import ArgumentParser
import Diagnostics

/// `aac-runtime pause`: freezes agents.
struct PauseCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Freeze running agents.",
        discussion: """
            Every process of the agent stands still, keeps its memory and answers nobody, until `aac-runtime unpause`.

            Examples:
              aac-runtime pause hello
              aac-runtime pause
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Argument(help: "The agents, as NAME or NAME/REPLICA; all of the project that run when none is named.")
    var agents: [AgentReference] = []

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let found = try await session.host.agents(of: project).existing(agents)
            let wanted = agents.isEmpty ? found.filter(\.isRunning) : found
            if wanted.isEmpty { try await context.messages.line("no agent of project '\(project)' runs") }
            try await AgentAction(participle: "paused", format: output.format, context: context)
                .perform(on: wanted) { try await session.host.pause($0) }
            return .success
        }
    }
}
