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

    /// - Parameter launch: starts the agents; `started` is to be told of each container that runs.
    /// - Returns: the first exit code other than 0, else 0.
    func run(
        launch: (_ started: @escaping @Sendable (String, ContainerInfo) async throws -> Void) async throws ->
            [AgentReport]
    ) async throws -> ExitCode {
        let messages = MessageQueue(context.messages)
        let reconnector = project.host.reconnector { messages.tell($0) }
        let logs = LogFollower(
            runtime: project.host.runtime, reconnector: reconnector,
            sink: LogPrinter(context, project: project.name, origins: agents, isRaw: isRaw))
        let followers = Task { try await logs.run() }
        let result: Result<ExitCode, any Error>
        do {
            let reports = try await launch { logs.started($1.id, of: origin(of: $0)) }
            let code = try await withTaskCancellationHandler {
                let code = try await supervise(reports.filter(\.isUp), logs, reconnector, messages)
                logs.end()
                try await followers.value
                return code
            } onCancel: {
                followers.cancel()
            }
            result = .success(code)
        } catch {
            result = .failure(error)
        }
        logs.end()
        if case .failure = result { followers.cancel() }
        _ = await followers.result
        do { try await remove(after: result, reconnector) } catch {
            await messages.end()
            throw error
        }
        await messages.end()
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
                    of: container.id, options: options, on: project.host, reconnector: reconnector
                ) { event in
                    if event.isNewStart { logs.started(container.id, of: origin(of: name)) }
                    if tellsEnds || !event.isEnd { messages.tell("\(name): \(event)") }
                }
                group.addTask {
                    defer { logs.ended(container.id) }
                    do {
                        let code = try await keepingLease(of: container.id, options, as: name, reconnector, messages) {
                            try await supervisor.run()
                        }
                        // A start by the engine that nobody saw may have left output behind.
                        if options.restart != .no { logs.started(container.id, of: origin(of: name)) }
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

    /// Stops and removes the agents where cancellation cannot reach it.
    private func remove(after result: Result<ExitCode, any Error>, _ reconnector: EngineReconnector) async throws {
        // That error says already what is left behind.
        if case .failure(let error) = result, (error as? SupervisionError)?.code == .engineLost { return }
        let names = Set(agents.map(\.agent))
        try await Task {
            let result = try await reconnector.surviving { _ in
                let report = try await project.down(agents: names, removesVolumes: false, stopTimeout: stopTimeout)
                try await project.removeUnusedNetworks()
                return report
            }
            if let failure = result.hookFailure { throw failure }
        }.value
    }
}
