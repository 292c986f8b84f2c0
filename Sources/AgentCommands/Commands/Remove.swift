import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime rm`: removes agents that have ended.
struct RemoveCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove stopped agents.",
        discussion: """
            The container goes, with its unnamed volumes and the files and secrets that were made for it; named volumes and images \
            stay, and the project's network as long as an agent is on it. An agent that runs is removed with --force alone, which kills it without its hooks: `aac-runtime down` ends \
            agents in peace. While an `up` of the project is at work, rm waits.

            Examples:
              aac-runtime rm
              aac-runtime rm -f hello
            """)

    @OptionGroup var scope: LongScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "Kill and remove agents that run.")
    var force = false

    @Argument(help: "The agents, as NAME or NAME/REPLICA; all stopped ones of the project when none is named.")
    var agents: [AgentReference] = []

    func run(in context: CommandContext) async throws -> ExitCode {
        let name = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            try await scope.project.checkFolder(files: scope.files, on: session, in: context)
            let project = session.host.project(name)
            let selector = session.host.agents(of: name)
            let messages = MessageQueue(context.messages)
            let result: Result<Void, any Error>
            do {
                try await project.exclusively { holder in
                    messages.tell("waiting for \(holder), which changes the project")
                } _: {
                    try await remove(try await selector.containers(agents), of: name, on: session.host, in: context)
                    try await project.removeUnusedNetworks()
                }
                result = .success(())
            } catch {
                result = .failure(error)
            }
            await messages.end()
            try result.get()
            return .success
        }
    }

    private func remove(
        _ found: [AgentContainer], of project: String, on host: AgentHost, in context: CommandContext
    ) async throws {
        let wanted = agents.isEmpty && !force ? found.filter { !$0.isActive } : found
        if wanted.isEmpty { try await context.messages.line("no agent of project '\(project)' is stopped") }
        try await AgentAction(participle: "removed", format: output.format, context: context)
            .perform(on: wanted) { try await host.remove($0, force: force) }
    }
}
