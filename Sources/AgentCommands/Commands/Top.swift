import AgentOrchestrator
import AgentRuntime
import ArgumentParser
import Diagnostics

/// `aac-runtime top`: the processes of agents.
struct TopCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "List the processes of agents.",
        discussion: """
            The columns are the engine's own. Docker shows the numbers that processes have on its host, Podman those inside the \
            container.

            Examples:
              aac-runtime top
              aac-runtime top hello --output json | jq -r '.[].processes[].PID'
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Argument(help: "The agents, as NAME or NAME/REPLICA; all that run when none is named.")
    var agents: [AgentReference] = []

    /// The processes of one container, each with the engine's own headings.
    private struct Listing: Encodable {
        var agent: String
        var replica: Int
        var container: String
        var processes: [[String: String]]
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let found = try await session.host.agents(of: project).existing(agents)
            let running = agents.isEmpty ? found.filter(\.isRunning) : found
            let lists = try await session.host.processes(of: running)
            if output.format == .json {
                try await context.output.document(
                    lists.map { list in
                        Listing(
                            agent: list.agent.identity.agent, replica: list.agent.identity.replica,
                            container: list.agent.name,
                            processes: list.rows.map { row in
                                Dictionary(zip(list.titles, row)) { first, _ in first }
                            })
                    })
            } else {
                try await show(lists, in: context)
                if running.isEmpty { try await context.messages.line("no agent of project '\(project)' runs") }
            }
            return .success
        }
    }

    /// One table for all containers with the same columns; those of one engine have the same.
    private func show(_ lists: [AgentProcesses], in context: CommandContext) async throws {
        let names = lists.map(\.agent).displayNames
        var tables: [Table] = []
        for list in lists {
            let columns = ["AGENT"] + list.titles.map(TerminalText.line)
            if tables.last?.columns != columns { tables.append(Table(columns, right: ["PID", "PPID", "%CPU", "C"])) }
            for row in list.rows { tables[tables.count - 1].add([names[list.agent.id] ?? list.agent.name] + row) }
        }
        try await context.output.write(tables.map(\.text).joined(separator: "\n"))
    }
}
