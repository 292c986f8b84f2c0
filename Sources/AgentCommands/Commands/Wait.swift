import AgentOrchestrator
import AgentRuntime
import AgentValues
import ArgumentParser
import Diagnostics
import EngineAPI
import Synchronization

/// `aac-runtime wait`: returns when agents have ended.
struct WaitCommand: RuntimeCommand {
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
            let containers = try await AgentSelector(engine: session.client, project: project).existing(agents)
            let messages = MessageQueue(context.messages)
            let lifeline = EngineLifeline(session.client) { messages.tell($0) }
            let result: Result<[Int: Int], any Error>
            do {
                result = .success(try await wait(for: containers, on: session.client, lifeline, in: context))
            } catch {
                result = .failure(error)
            }
            await messages.end()
            let codes = try result.get()
            if output.format == .json {
                try await context.output.document(
                    codes.sorted { $0.key < $1.key }.map { index, code in
                        let identity = containers[index].identity
                        return End(
                            agent: identity.agent, replica: identity.replica, container: containers[index].name,
                            exitCode: code)
                    })
            }
            guard codes.count == (any ? 1 : containers.count) else { throw tooLate(containers, codes) }
            let failure = codes.sorted { $0.key < $1.key }.map(\.value).first { $0 != 0 }
            return ExitCode(rawValue: Int32(clamping: failure ?? 0))
        }
    }

    /// - Returns: the exit codes by the containers' places in the list: of all, of the first, or of those that ended in time.
    private func wait(
        for containers: [AgentContainer], on engine: EngineClient, _ lifeline: EngineLifeline,
        in context: CommandContext
    ) async throws -> [Int: Int] {
        let names = containers.displayNames
        if let container = containers.first(where: { $0.summary.state == .created }) {
            throw CommandError(
                .notRunning, "agent '\(names[container.id] ?? container.name)' was never started",
                hint: "start it with `aac-runtime start \(container.identity.agent)`")
        }
        let codes = Mutex<[Int: Int]>([:])
        do {
            try await withTimeLimit(timeout?.duration) {
                try await withThrowingTaskGroup(of: (index: Int, code: Int).self) { group in
                    for (index, container) in containers.enumerated() {
                        group.addTask {
                            let exit = try await lifeline.surviving { _ in
                                try await engine.containers.wait(container.id).exit()
                            }
                            return (index, exit.code)
                        }
                    }
                    defer { group.cancelAll() }
                    while let (index, code) = try await group.next() {
                        codes.withLock { $0[index] = code }
                        if output.format == .text {
                            let name = names[containers[index].id] ?? containers[index].name
                            try await context.output.line(TerminalText.line("\(name): \(code)"))
                        }
                        if any { return }
                    }
                }
            }
        } catch is TimeLimitExceeded {
            // The caller says who still runs.
        }
        return codes.withLock { $0 }
    }

    private func tooLate(_ containers: [AgentContainer], _ codes: [Int: Int]) -> CommandError {
        let names = containers.displayNames
        let running = containers.indices.filter { codes[$0] == nil }.compactMap { names[containers[$0].id] }
        let limit = timeout?.duration.brief ?? ""
        return CommandError(
            .timedOut,
            running.count == 1
                ? "agent '\(running[0])' still runs after \(limit)"
                : "\(running.count) agents still run after \(limit): \(running.joined(separator: ", "))")
    }
}
