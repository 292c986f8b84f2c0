import AgentOrchestrator
import AgentRuntime
import AgentValues
import ArgumentParser
import Diagnostics

/// `aac-runtime logs`: what agents print.
struct LogsCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show what agents print.",
        discussion: """
            The standard output of agents goes to standard output, their standard error to standard error. The lines of \
            several agents carry the agent's name, and on a terminal a red bar when they are of standard error; past lines are sorted by \
            time. With --follow, agents that are restarted, made anew by `up` or added are followed too, also when the engine \
            went away meanwhile; it ends when none of the agents has run for 3 seconds, or 15 after one was stopped. With --go-compat the arguments are ids or names \
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

    @OptionGroup var raw: RawOption

    @Option(
        help: ArgumentHelp(
            "Only what was printed since then: how long ago (10m, 1h30m), or an RFC 3339 time.", valueName: "time"))
    var since: SinceArgument?

    @Option(help: ArgumentHelp("Only what was printed before then, written as for --since.", valueName: "time"))
    var until: SinceArgument?

    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Only this many lines from the end of each agent's log.", valueName: "lines"))
    var tail: TailArgument?

    @Flag(
        help: "Leave out the names of agents before their lines.")
    var noLogPrefix = false

    @Flag(name: .shortAndLong, help: "Show when each line was printed.")
    var timestamps = false

    @Argument(
        help:
            "The agents, as NAME or NAME/REPLICA, or the containers' ids or names; all of the project when none is named."
    )
    var agents: [AgentReference] = []

    mutating func validate() throws {
        try go.requireContainers(agents)
        if follow, until != nil { throw ValidationError("--follow goes on with what comes, so --until contradicts it") }
        guard go.isOn else { return }
        follow = true
        timestamps = true
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        // The Go tool's containers need no project, so a folder whose name fits none is no mistake.
        let name = go.isOn ? "" : try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let selector = session.host.agents(of: name)
            guard follow else {
                try await show(try await selector.existing(agents), of: name, on: session.host, in: context)
                return .success
            }
            let messages = MessageQueue(context.messages)
            let result: Result<Void, any Error>
            do {
                result = .success(
                    try await context.output.whileRead {
                        try await followAll(selector, of: name, messages, in: context)
                    })
            } catch {
                result = .failure(error)
            }
            await messages.end()
            try result.get()
            return .success
        }
    }

    private var style: LogPrinter.Style? { output.format == .json ? .json : noLogPrefix ? .plain : nil }

    /// Prints what comes until the agents have ended.
    private func followAll(
        _ selector: AgentSelector, of project: String, _ messages: MessageQueue, in context: CommandContext
    ) async throws {
        let printer = LogPrinter(
            context, project: project, isRaw: raw.isOn, style: style, showsTimes: timestamps)
        let reconnector = selector.host.reconnector { messages.tell($0) }
        let past = LogOptions(since: since?.time, tail: tail?.lines)
        guard go.isOn else {
            return try await LogWatch(agents, of: selector, past: past, reconnector: reconnector, to: printer).run()
        }
        // As the Go tool: these containers alone, until they end.
        let containers = try await selector.containers(named: agents)
        let origins = LogOrigin.all(of: containers)
        printer.add(containers.compactMap { origins[$0.id] })
        let follower = LogFollower(host: selector.host, reconnector: reconnector, sink: printer)
        for container in containers {
            if let origin = origins[container.id] {
                follower.started(ContainerID(container.id), of: origin, past: past)
            }
        }
        follower.end()
        try await follower.run()
    }

    /// Prints the past; of several agents in the order of time.
    private func show(
        _ containers: [AgentContainer], of project: String, on host: AgentHost, in context: CommandContext
    ) async throws {
        let origins = LogOrigin.all(of: containers)
        let printer = LogPrinter(
            context, project: project, origins: containers.compactMap { origins[$0.id] }, isRaw: raw.isOn,
            style: style, showsTimes: timestamps)
        let isMerging = containers.count > 1
        let hasTimes = printer.needsTimes(merging: isMerging)
        let options = LogOptions(since: since?.time, until: until?.time, timestamps: hasTimes, tail: tail?.lines)
        let streams = try await containers.concurrently { container in
            try await host.runtime.streamLogs(ContainerID(container.id), options: options)
        }
        let pairs = zip(containers, streams).compactMap { container, stream in
            origins[container.id].map { ($0, stream) }
        }
        if isMerging {
            var merge = LogMerge(pairs)
            return try await merge.print(to: printer)
        }
        for (origin, stream) in pairs { try await printer.print(stream, of: origin, hasTimes: hasTimes) }
    }
}
