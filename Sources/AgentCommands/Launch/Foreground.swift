import AgentOrchestrator
import AgentRuntime
import Diagnostics
import EngineAPI

/// Agents that live as long as the command: their output is printed and they are kept alive until the last one ends or the user
/// has enough, then they are stopped and removed.
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
        let messages = MessageQueue(context.messages)
        let lifeline = EngineLifeline(session.client) { messages.tell($0) }
        let starts = AgentStarts(agents)
        let followers = Task { try await follow(starts, lifeline) }
        let result: Result<ExitCode, any Error>
        do {
            let reports = try await launch { starts.started($0, $1.id) }
            let code = try await withTaskCancellationHandler {
                let code = try await supervise(reports, starts, lifeline, messages)
                try await followers.value
                return code
            } onCancel: {
                followers.cancel()
            }
            result = .success(code)
        } catch {
            result = .failure(error)
        }
        starts.end()
        if case .failure = result { followers.cancel() }
        _ = await followers.result
        do { try await remove(after: result, lifeline) } catch {
            await messages.end()
            throw error
        }
        await messages.end()
        return try result.get()
    }

    /// Prints the output of each agent from its start.
    private func follow(_ starts: AgentStarts, _ lifeline: EngineLifeline) async throws {
        let origins = agents.map { LogOrigin(agent: $0, replica: 1, name: $0) }
        let printer = LogPrinter(context, project: project.name, origins: origins)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for origin in origins {
                let follower = AgentFollower(
                    runtime: context.runtime(on: session), lifeline: lifeline, printer: printer, origin: origin,
                    starts: starts.stream(of: origin.agent))
                group.addTask { try await follower.run() }
            }
            try await group.waitForAll()
        }
    }

    /// Keeps every agent alive until it ends by itself.
    private func supervise(
        _ reports: [AgentReport], _ starts: AgentStarts, _ lifeline: EngineLifeline, _ messages: MessageQueue
    ) async throws -> ExitCode {
        try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for (index, report) in reports.enumerated() {
                let supervisor = Supervisor(
                    of: report.container.id, options: report.options, engine: session.client, lifeline: lifeline
                ) { event in
                    if event.isNewStart { starts.started(report.agent, report.container.id) }
                    if tellsEnds || !event.isEnd { messages.tell("\(report.agent): \(event)") }
                }
                group.addTask {
                    let code = try await supervisor.run()
                    // A start by the engine that nobody saw may have left output behind.
                    if report.options.restart != .no { starts.started(report.agent, report.container.id) }
                    starts.end(report.agent)
                    return (index, code)
                }
            }
            var codes = [Int](repeating: 0, count: reports.count)
            for try await (index, code) in group { codes[index] = code }
            return ExitCode(rawValue: Int32(clamping: codes.first { $0 != 0 } ?? 0))
        }
    }

    /// Stops and removes the agents where cancellation cannot reach it; a second Ctrl-C kills them instead of waiting.
    private func remove(after result: Result<ExitCode, any Error>, _ lifeline: EngineLifeline) async throws {
        // Its own error says what is left.
        if case .failure(let error) = result, (error as? SupervisionError)?.code == .engineLost { return }
        try await Task {
            let hurry = Task {
                await context.interruption.hurried()
                guard context.interruption.isHurried else { return }
                try await lifeline.surviving { _ in try await project.kill(agents: Set(agents)) }
            }
            defer { hurry.cancel() }
            let result = try await lifeline.surviving { _ in
                let report = try await project.down(
                    agents: Set(agents), removesVolumes: false, stopTimeout: stopTimeout)
                try await project.removeUnusedNetworks()
                return report
            }
            if let failure = result.hookFailure { throw failure }
        }.value
    }
}
