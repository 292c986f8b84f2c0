import AgentOrchestrator
import AgentRuntime
import Diagnostics
import EngineAPI

/// Agents that live as long as the command: their output is printed until the last one ends or the user has enough, then they
/// are stopped and removed.
struct Foreground: Sendable {
    let context: CommandContext
    let session: EngineSession
    let project: Project
    /// How long a container has between SIGTERM and SIGKILL.
    let stopTimeout: Duration
    /// The agents, for the names in front of their lines.
    let agents: [String]
    /// Whether the end of an agent is worth a line: a single command's exit status says it all.
    let tellsEnds: Bool

    /// - Parameter launch: starts the agents; `started` is to be told of each container that runs.
    /// - Returns: the first exit code other than 0, else 0.
    func run(
        launch: (_ started: @escaping @Sendable (String, ContainerInfo) async throws -> Void) async throws ->
            [AgentReport]
    ) async throws -> ExitCode {
        let (containers, continuation) = AsyncStream.makeStream(of: (String, ContainerInfo).self)
        let printer = Task { try await printAll(containers) }
        do {
            let reports = try await launch { continuation.yield(($0, $1)) }
            continuation.finish()
            let code = try await withTaskCancellationHandler {
                let code = try await exitCode(of: reports)
                try await printer.value
                return code
            } onCancel: {
                printer.cancel()
            }
            try await remove()
            return code
        } catch {
            continuation.finish()
            printer.cancel()
            _ = await printer.result
            try await remove()
            throw error
        }
    }

    /// Prints the output of each container from its start.
    private func printAll(_ containers: AsyncStream<(String, ContainerInfo)>) async throws {
        let origins = Dictionary(agents.map { ($0, LogOrigin(agent: $0, replica: 1, name: $0)) }) { first, _ in first }
        let printer = LogPrinter(context, origins: agents.compactMap { origins[$0] })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for await (agent, container) in containers {
                guard let origin = origins[agent] else { continue }
                group.addTask {
                    let runtime = context.runtime(on: session)
                    let stream = try await runtime.streamLogs(container.id, options: LogOptions(follow: true))
                    try await printer.print(stream, of: origin, hasTimes: false)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Waits until every container has ended.
    private func exitCode(of reports: [AgentReport]) async throws -> ExitCode {
        try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for (index, report) in reports.enumerated() {
                group.addTask {
                    let id = report.container.id.rawValue
                    let exit = try await session.client.containers.wait(id, condition: .notRunning).exit()
                    if tellsEnds { try await tell(report.agent, id, exit.code) }
                    return (index, exit.code)
                }
            }
            var codes = [Int](repeating: 0, count: reports.count)
            for try await (index, code) in group { codes[index] = code }
            return ExitCode(rawValue: Int32(codes.first { $0 != 0 } ?? 0))
        }
    }

    private func tell(_ agent: String, _ container: String, _ code: Int) async throws {
        let state = try? await session.client.containers.inspect(container).state
        let reason = state?.wasOOMKilled == true ? ", OOM-killed at its memory limit" : ""
        try await context.messages.line(TerminalText.line("\(agent): ended with exit code \(code)\(reason)"))
    }

    /// Stops and removes the agents where cancellation cannot reach it; a second Ctrl-C kills them instead of waiting.
    private func remove() async throws {
        try await Task {
            let hurry = Task {
                await context.interruption.hurried()
                guard context.interruption.isHurried else { return }
                try await project.kill(agents: Set(agents))
            }
            defer { hurry.cancel() }
            let result = try await project.down(agents: Set(agents), removesVolumes: false, stopTimeout: stopTimeout)
            try await project.removeUnusedNetworks()
            if let failure = result.hookFailure { throw failure }
        }.value
    }
}
