import AgentOrchestrator
import AgentRuntime
import AgentValues
import ArgumentParser
import Diagnostics
import Synchronization

/// `aac-runtime wait`: returns when agents have ended.
struct WaitCommand: AgentCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until agents have ended.",
        discussion: """
            Each agent's exit code is printed when it ends. The exit status is the first of these codes, in the order of the list, that \
            is not 0; with --any, the code of the agent that ended first. An end counts also when the engine starts the agent \
            again. When the time is up the exit status is 124.

            Examples:
              aac-runtime wait --timeout 2s hello || echo "exit status $?"
              aac-runtime wait --any --timeout 1s || echo "nobody has ended"
            """)

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var output: OutputOptions
    var outputFormat: OutputFormat { output.format }

    @Flag(help: "Return when the first agent ends.")
    var any = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("How long to wait, such as 10m; no limit unless given.", valueName: "time"))
    var timeout: DurationArgument?

    @Argument(help: "The agents, as NAME or NAME/REPLICA; all of the project when none is named.")
    var agents: [AgentReference] = []

    /// How one agent ended.
    private struct End: Encodable {
        var agent: String
        var replica: Int
        var container: String
        var exitCode: Int
    }

    func run(in context: CommandContext) async throws -> ExitCode {
        let project = try scope.projectName(in: context)
        return try await engine.withSession(in: context) { session in
            let containers = try await session.host.agents(of: project).existing(agents)
            let messages = MessageQueue(context.messages)
            let reconnector = session.host.reconnector { messages.tell($0) }
            let result: Result<[AgentExit], any Error>
            do {
                result = .success(try await wait(for: containers, on: session.host, reconnector, in: context))
            } catch {
                result = .failure(error)
            }
            await messages.end()
            let exits = try result.get()
            if output.format == .json {
                try await context.output.document(
                    exits.map { exit in
                        End(
                            agent: exit.agent.identity.agent, replica: exit.agent.identity.replica,
                            container: exit.agent.name, exitCode: exit.code)
                    })
            }
            guard exits.count == (any ? 1 : containers.count) else { throw tooLate(containers, exits) }
            let failure = exits.map(\.code).first { $0 != 0 }
            return ExitCode(rawValue: Int32(clamping: failure ?? 0))
        }
    }

    /// - Returns: how all ended, or the first, or those that did in time.
    private func wait(
        for containers: [AgentContainer], on host: AgentHost, _ reconnector: EngineReconnector,
        in context: CommandContext
    ) async throws -> [AgentExit] {
        let names = containers.displayNames
        return try await host.ends(
            of: containers, count: any ? 1 : nil, within: timeout?.duration, reconnector: reconnector
        ) { exit in
            guard output.format == .text else { return }
            let name = names[exit.agent.id] ?? exit.agent.name
            try await context.output.line(TerminalText.line("\(name): \(exit.code)"))
        }
    }

    private func tooLate(_ containers: [AgentContainer], _ exits: [AgentExit]) -> CommandError {
        let names = containers.displayNames
        let running = containers.filter { agent in !exits.contains { $0.agent == agent } }.compactMap { names[$0.id] }
        let limit = timeout?.duration.brief ?? ""
        return CommandError(
            .timedOut,
            running.count == 1
                ? "agent '\(running[0])' still runs after \(limit)"
                : "\(running.count) agents still run after \(limit): \(running.joined(separator: ", "))")
    }
}
