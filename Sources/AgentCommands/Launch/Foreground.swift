import AgentOrchestrator
import AgentRuntime
import Diagnostics

/// Agents that live as long as the command: their output is printed and they are kept alive until the last one ends or the user
/// interrupts, then they are stopped and removed.
struct Foreground: Sendable {
    let context: CommandContext
    let project: Project
    /// How long a container has between SIGTERM and SIGKILL.
    let stopTimeout: Duration
    /// The replicas, for the names in front of their lines.
    let agents: [LogOrigin]
    /// Whether the end of an agent is worth a line: a single command's exit status says it all.
    var tellsEnds = true
    /// Whether a terminal gets what agents print as it is, and not text and colours alone.
    var isRaw = false
    /// Whether the others go on when one cannot be kept alive.
    var bearsFailures = false

    /// Who is to be told of the containers that a launch makes.
    struct Launching: Sendable {
        /// Told of each that is about to start.
        var created: @Sendable (String, ContainerInfo) async throws -> Void
        /// Told of each that runs, also of those that ran before.
        var started: @Sendable (String, ContainerInfo) async throws -> Void
    }

    /// - Parameter launch: starts the agents.
    /// - Returns: the first exit code other than 0, else 0.
    func run(launch: @escaping @Sendable (Launching) async throws -> [AgentReport]) async throws -> ExitCode {
        let messages = MessageQueue(context.messages)
        let reconnector = project.host.reconnector { messages.tell($0) }
        let logs = LogFollower(
            host: project.host, reconnector: reconnector,
            sink: LogPrinter(context, project: project.name, origins: agents, isRaw: isRaw)
        ) { messages.tell($0) }
        // It goes on where the user ends the work: what agents print while they are being stopped is wanted too.
        let printing = Task { try await logs.run() }
        let work = Task {
            let reports = try await launch(
                Launching(
                    created: { await logs.attach($1.id, of: origin(of: $0)) },
                    started: { logs.started($1.id, of: origin(of: $0)) }))
            return try await supervise(reports.filter(\.isUp), logs, reconnector, messages)
        }
        // Without a reader there is nothing to stay for.
        let reading = Task { if case .failure = await printing.result { work.cancel() } }
        let watch = Task { try await context.output.awaitReadersEnd() { work.cancel() } }
        let result = await withTaskCancellationHandler {
            await work.result
        } onCancel: {
            work.cancel()
        }
        watch.cancel()
        let removal = await remove(after: result, reconnector, logs, printing)
        logs.end()
        let printed = await printing.result
        await reading.value
        await messages.end()
        try removal.get()
        if case .failure(let error) = printed, !(error is CancellationError) { throw error }
        return try result.get()
    }

    private func origin(of name: String) -> LogOrigin {
        agents.first { $0.name == name } ?? LogOrigin(agent: name, replica: 1, name: name)
    }

    /// Keeps every agent alive until it ends by itself.
    private func supervise(
        _ reports: [AgentReport], _ logs: LogFollower, _ reconnector: EngineReconnector, _ messages: MessageQueue
    ) async throws -> ExitCode {
        try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for (index, report) in reports.enumerated() {
                guard let container = report.container, let options = report.options else { continue }
                let name = report.displayName
                let supervisor = Supervisor(
                    of: container.id, options: options, on: project.host, reconnector: reconnector,
                    beforeStart: { await logs.attach(container.id, of: origin(of: name)) }
                ) { event in
                    if event.isNewStart { logs.started(container.id, of: origin(of: name)) }
                    if tellsEnds || !event.isEnd { messages.tell("\(name): \(event)") }
                }
                group.addTask {
                    do {
                        let code = try await keepingLease(of: container.id, options, as: name, reconnector, messages) {
                            try await supervisor.run()
                        }
                        logs.ended(container.id)
                        return (index, code)
                    } catch let error as SupervisionError where bearsFailures && error.code == .crashLoop {
                        messages.tell("\(error.summary); the others go on")
                        return (index, Int(error.exitCode.rawValue))
                    }
                }
            }
            var codes = [Int](repeating: 0, count: reports.count)
            for try await (index, code) in group { codes[index] = code }
            return ExitCode(rawValue: Int32(clamping: codes.first { $0 != 0 } ?? 0))
        }
    }

    /// - Returns: what `body` returns, or 124 when the agent's time was over before.
    private func keepingLease(
        of container: ContainerID, _ options: RunOptions, as name: String, _ reconnector: EngineReconnector,
        _ messages: MessageQueue, _ body: @escaping @Sendable () async throws -> Int
    ) async throws -> Int {
        let outcome = try await project.withinLease(
            of: container, options.lifetime, reconnector: reconnector, stopTimeout: options.stopTimeout, body)
        switch outcome {
        case .ended(let code): return code
        case .over(let end):
            messages.tell("\(name): \(end.reason)")
            return Int(ExitCode.timedOut.rawValue)
        }
    }

    /// Stops the agents, waits until the last of their output is printed, and removes them, where cancellation cannot reach it.
    private func remove(
        after result: Result<ExitCode, any Error>, _ reconnector: EngineReconnector, _ logs: LogFollower,
        _ printing: Task<Void, any Error>
    ) async -> Result<Void, any Error> {
        // That error says already what is left behind.
        if case .failure(let error) = result, (error as? SupervisionError)?.code == .engineLost {
            printing.cancel()
            return .success(())
        }
        // Whoever is in a hurry does not wait for a slow terminal either.
        let hurry = Task { if await context.interruption.hurried() { printing.cancel() } }
        defer { hurry.cancel() }
        let names = Set(agents.map(\.agent))
        return await Task {
            let result = try await reconnector.surviving { _ in
                let report = try await project.down(
                    agents: names, removesVolumes: false, stopTimeout: stopTimeout,
                    observer: ProjectObserver(ended: { await logs.finish($0) }))
                try await project.removeUnusedNetworks()
                return report
            }
            if let failure = result.hookFailure { throw failure }
        }.result
    }
}
