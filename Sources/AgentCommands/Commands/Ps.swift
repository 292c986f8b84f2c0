import AgentRuntime
import ArgumentParser
import Diagnostics
import EngineAPI

/// `aac-runtime ps`: the agents of a project.
struct PsCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "List agents.",
        discussion: """
            Examples:
              aac-runtime ps
              aac-runtime ps --all --all-projects
              aac-runtime ps --output json | jq -r '.[].ports[].host'
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "List stopped agents too.")
    var all = false

    @Flag(help: "List the agents of all projects.")
    var allProjects = false

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = allProjects ? nil : try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let selector = AgentSelector(engine: session.client, project: project)
            let found = try await selector.containers()
            let shown = found.filter { all || $0.isRunning || $0.summary.state == .restarting }
            let rows = try await AgentStatus.inspect(shown, on: session.client)
            guard output.format == .text else {
                try await context.output.document(rows)
                return .success
            }
            try await context.output.write(table(rows).text)
            if let note = try await note(shown: rows.count, hidden: found.count - shown.count, selector) {
                try await context.messages.line(note)
            }
            return .success
        }
    }

    private func table(_ rows: [AgentStatus]) -> Table {
        let own = ["AGENT", "REPLICA", "STATE", "HEALTH", "RESTARTS", "PORTS", "AGE", "CONTAINER"]
        var table = Table((allProjects ? ["PROJECT"] : []) + own, right: ["REPLICA", "RESTARTS"])
        for row in rows {
            let cells = [
                row.agent, String(row.replica), row.stateText, row.health ?? "", String(row.restarts),
                row.portsText, row.age(at: .now), row.container,
            ]
            table.add((allProjects ? [row.project] : []) + cells)
        }
        return table
    }

    /// What the list does not show.
    private func note(shown: Int, hidden: Int, _ selector: AgentSelector) async throws -> String? {
        if hidden > 0 {
            return "\(hidden == 1 ? "1 stopped agent is" : "\(hidden) stopped agents are") not shown; see --all"
        }
        guard shown == 0, let project = selector.project else { return nil }
        let others = try await selector.projects()
        guard !others.isEmpty else { return nil }
        return TerminalText.line(
            "project '\(project)' has no agents; projects that have: \(others.joined(separator: ", "))")
    }
}
