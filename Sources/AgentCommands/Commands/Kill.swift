import AgentOrchestrator
import ArgumentParser
import Diagnostics

/// `aac-runtime kill`: sends a signal to agents.
struct KillCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Send a signal to agents.",
        discussion: """
            Nobody waits for what an agent makes of it, and no hooks are called: `stop` is the way for an agent to end in peace.

            Examples:
              aac-runtime kill hello
              aac-runtime kill -s HUP hello/1
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The signal, by name or number; KILL unless given.", valueName: "signal"))
    var signal = "KILL"

    @Argument(
        help:
            "The agents, as NAME or NAME/REPLICA, or the containers' ids or names; all of the project when none is named."
    )
    var agents: [AgentReference] = []

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let containers = try await session.host.agents(of: project).existing(agents)
            try await AgentAction(participle: "sent the signal", format: output.format, context: context)
                .perform(on: containers) { try await session.host.kill($0, signal: signal) }
            return .success
        }
    }
}
