import ArgumentParser
import Diagnostics
import EngineAPI

/// `aac-runtime unpause`: lets frozen agents go on.
struct UnpauseCommand: RuntimeCommand {
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
            let found = try await AgentSelector(engine: session.client, project: project).existing(agents)
            let wanted = agents.isEmpty ? found.filter { $0.summary.state == .paused } : found
            if wanted.isEmpty { try await context.messages.line("no agent of project '\(project)' is paused") }
            try await AgentAction(participle: "unpaused", format: output.format, context: context).perform(on: wanted) {
                container in
                guard container.isRunning else { throw container.notRunning }
                guard container.summary.state == .paused else {
                    return AgentAction.Outcome(container, "running", changed: false)
                }
                try await session.client.containers.unpause(container.id)
                return AgentAction.Outcome(container, "running")
            }
            return .success
        }
    }
}
