import ArgumentParser
import Diagnostics
import EngineAPI

/// `aac-runtime logs`: what agents print.
struct LogsCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show what agents print.",
        discussion: """
            The standard output of agents goes to standard output, their standard error to standard error. The lines of \
            several agents carry the agent's name; past lines are sorted by time. With --go-compat the arguments are ids or names \
            of containers alone, and --follow and --timestamps are on.

            Examples:
              aac-runtime logs hello
              aac-runtime logs -f --tail 20 hello other
              aac-runtime logs --since 10m --timestamps
              aac-runtime logs --output json | jq -r .text
            """)

    @OptionGroup var scope: LongScopeOptions
    @OptionGroup var go: GoCompatibilityOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(name: .shortAndLong, help: "Go on with what is printed later, until the agents end.")
    var follow = false

    @Option(
        help: ArgumentHelp(
            "Only what was printed since then: how long ago (10m, 1h30m), or an RFC 3339 time.", valueName: "time"))
    var since: SinceArgument?

    @Option(help: ArgumentHelp("Only this many lines from the end of each agent's log.", valueName: "lines"))
    var tail: TailArgument?

    @Flag(name: .shortAndLong, help: "Show when each line was printed.")
    var timestamps = false

    @Argument(
        help:
            "The agents, as NAME or NAME/REPLICA, or the containers' ids or names; all of the project when none is named."
    )
    var agents: [AgentReference] = []

    mutating func validate() throws {
        try go.requireContainers(agents)
        guard go.isOn else { return }
        follow = true
        timestamps = true
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        // Ids need no project, so a folder that gives none is no hindrance there.
        let name = go.isOn ? "" : try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let selector = AgentSelector(engine: session.client, project: name)
            let containers = try await go.isOn ? selector.containers(named: agents) : selector.existing(agents)
            try await show(containers, of: name, on: session.client, in: context)
            return .success
        }
    }

    private func show(
        _ containers: [AgentContainer], of project: String, on engine: EngineClient, in context: CommandContext
    ) async throws {
        let origins = LogOrigin.all(of: containers)
        let printer = LogPrinter(
            context, project: project, origins: containers.compactMap { origins[$0.id] },
            style: output.format == .json ? .json : nil,
            showsTimes: timestamps)
        let isMerging = !follow && containers.count > 1
        let hasTimes = printer.needsTimes(merging: isMerging)
        let options = LogOptions(
            follow: follow, since: since?.time, timestamps: hasTimes, tail: tail?.lines)
        let streams = try await containers.concurrently { container in
            let hasTerminal = try await engine.containers.inspect(container.id).configuration.hasTerminal ?? false
            return try await engine.containers.logs(container.id, options, tty: hasTerminal)
        }
        let pairs = zip(containers, streams).compactMap { container, stream in
            origins[container.id].map { ($0, stream) }
        }
        if isMerging {
            var merge = LogMerge(pairs)
            return try await merge.print(to: printer)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (origin, stream) in pairs {
                group.addTask { try await printer.print(stream, of: origin, hasTimes: hasTimes) }
            }
            // The first failure ends the others, which waiting for all would not.
            for try await _ in group {}
        }
    }
}
