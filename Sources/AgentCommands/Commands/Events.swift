import AgentOrchestrator
import AgentRuntime
import AgentValues
import ArgumentParser
import Diagnostics

/// `aac-runtime events`: what happens to agents, as it happens.
struct EventsCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Show what happens to agents, as it happens.",
        discussion: """
            Goes on until Ctrl-C, or until the time of --until, also when the engine goes away and comes back within a minute. Engines \
            differ in what they tell, and Docker remembers its last 256 events alone. What belongs to every probe and every `exec` is \
            left out, unless --all or --event asks for it.

            Examples:
              aac-runtime events
              aac-runtime events --since 10m --until 0s hello
              aac-runtime events --event die --event oom --output json | jq -r '"\\(.agent) \\(.exitCode)"'
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Option(
        help: ArgumentHelp(
            "Also what happened since then: how long ago (10m, 1h30m), or an RFC 3339 time.", valueName: "time"))
    var since: SinceArgument?

    @Option(help: ArgumentHelp("Only what happens until then: how long ago, or an RFC 3339 time.", valueName: "time"))
    var until: SinceArgument?

    @Option(
        help: ArgumentHelp(
            "Only this event, in the engine's word, such as start, die, oom or health_status; repeatable.",
            valueName: "event"))
    var event: [String] = []

    @Flag(name: .shortAndLong, help: "Also what belongs to probes, commands and attachments.")
    var all = false

    @Flag(help: "Show the events of all projects.")
    var allProjects = false

    @Argument(help: "The agents, as NAME or NAME/REPLICA; all of the project when none is named.")
    var agents: [AgentReference] = []

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = allProjects ? nil : try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            guard let until = until?.time else {
                try await follow(project, on: session.host, in: context)
                return .success
            }
            guard until > .now else {
                try await session.host.pastEvents(of: project, since: since?.time, until: until) {
                    try await show($0, in: context)
                }
                return .success
            }
            do {
                try await withTimeLimit(until - .now) { try await follow(project, on: session.host, in: context) }
            } catch is TimeLimitExceeded {
                // What `--until` asks for.
            }
            return .success
        }
    }

    private func follow(_ project: String?, on host: AgentHost, in context: CommandContext) async throws {
        try await context.output.whileRead {
            var wasConnected = false
            try await host.followEvents(of: project, since: since?.time) { signal in
                switch signal {
                case .connected where wasConnected: try await context.messages.line("listening to the engine again")
                case .connected: wasConnected = true
                case .event(let event): try await show(event, in: context)
                }
            }
        }
    }

    private func isWanted(_ found: AgentEvent) -> Bool {
        let isNamed = agents.isEmpty || agents.contains { $0.matches(found.identity) }
        return isNamed && (event.isEmpty ? all || !found.isDetail : event.contains(found.event))
    }

    private func show(_ event: AgentEvent, in context: CommandContext) async throws {
        guard isWanted(event) else { return }
        guard output.format == .text else { return try await context.output.object(event) }
        let project = allProjects ? "\(event.project)/" : ""
        let facts = [event.exitCode.map { "exit code \($0)" }, event.detail].compactMap(\.self)
        let notes = facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))"
        try await context.output.line(
            TerminalText.line("\(event.time) \(project)\(event.agent)/\(event.replica) \(event.event)\(notes)"))
    }
}
