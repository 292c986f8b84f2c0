import AgentOrchestrator
import AgentRuntime
import AgentValues
import ArgumentParser
import Diagnostics

/// `aac-runtime ps`: the agents of a project.
struct PsCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "List agents.",
        discussion: """
            HEALTH is what the agent's probe finds now, with the reason where that is bad; it has two seconds to answer. Of an agent \
            without a probe it is what the engine's own check found. CPU is measured over a tenth of a second, where 100 is one \
            whole CPU; memory leaves out the page cache that can be had back. The kernel is asked for both where the engine is on \
            this host; a Docker elsewhere needs a second or two to tell, which --no-stats saves. With --all-projects STATE says \
            'foreign' of a container that somebody else started from an image with an agent's labels: no command touches it.

            Examples:
              aac-runtime ps
              aac-runtime ps --no-stats --no-probe
              aac-runtime ps --quiet | xargs aac-runtime inspect
              aac-runtime ps --all --all-projects --filter status=exited
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

    @Flag(inversion: .prefixedNo, help: "Measure what agents use of CPU and memory.")
    var stats = true

    @Flag(inversion: .prefixedNo, help: "Ask the agents' probes.")
    var probe = true

    @Flag(name: .shortAndLong, help: "Print only the ids of the containers, one a line.")
    var quiet = false

    @Flag(help: "Print only the agents, one a line, as other commands take them.")
    var services = false

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "List only agents with status=STATE, health=WORD or name=TEXT; repeatable, of one key any may hold.",
            valueName: "key=value"))
    var filter: [StatusFilter] = []

    @Option(help: ArgumentHelp("The same as --output: table or json.", valueName: "format"))
    var format: ListFormat?

    func validate() throws {
        if quiet || services, isJSON {
            throw ValidationError("--quiet and --services are for text; JSON says everything")
        }
        if services, allProjects { throw ValidationError("--services prints names within one project") }
    }

    private var isJSON: Bool { output.format == .json || format == .json }

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = allProjects ? nil : try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let selector = session.host.agents(of: project)
            let found = try await allProjects ? selector.containersAndForeign() : selector.containers()
            let listed = found.filter { all || $0.isActive || filter.contains(where: \.asksForStopped) }
            let shown = listed.filter { filter.allow(state: $0.state, name: $0.name, agent: $0.identity.agent) }
            if quiet {
                for container in shown { try await context.output.line(TerminalText.line(container.id)) }
                return .success
            }
            if services {
                let names = found.displayNames
                for container in shown {
                    try await context.output.line(TerminalText.line(names[container.id] ?? container.name))
                }
                return .success
            }
            let rows = try await session.host.status(of: shown, measuring: stats, probing: probe)
                .filter { filter.allow(health: $0.healthText) }
            guard !isJSON else {
                try await context.output.document(rows)
                return .success
            }
            try await context.output.write(table(rows).text)
            if let note = try await note(shown: rows.count, hidden: found.count - listed.count, selector) {
                try await context.messages.line(note)
            }
            return .success
        }
    }

    private func table(_ rows: [AgentStatus]) -> Table {
        let own =
            ["AGENT", "REPLICA", "STATE", "HEALTH", "RESTARTS"] + (stats ? ["CPU %", "MEMORY"] : [])
            + ["PORTS", "AGE", "CONTAINER"]
        let numbers: Set = ["REPLICA", "RESTARTS", "CPU %", "MEMORY"]
        var table = Table((allProjects ? ["PROJECT"] : []) + own, right: numbers)
        for row in rows {
            let usage = stats ? [row.cpuPercent.map { "\($0)" } ?? "", row.memoryText] : []
            let cells =
                [row.agent, String(row.replica), row.stateText, row.healthText, String(row.restarts)] + usage
                + [row.portsText, row.age(at: .now), row.container]
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
