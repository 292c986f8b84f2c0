import AgentRuntime
import EngineAPI

/// An agent in a container, across the engine's absences.
struct ContainerAgent: SupervisedAgent {
    /// How long an engine may take to start a container again as its restart policy says; Podman does it in another process.
    private static let restartGrace = Duration.seconds(10)
    private static let pause = Duration.milliseconds(100)
    private static let restartCheck = Duration.milliseconds(500)
    /// SIGKILL, SIGTERM, and what Docker writes down for a process that is gone without a trace.
    private static let codesOfEngineEnd = [128 + 9, 128 + 15, 255]

    private static let firstSignalCode = 128
    private static let codeOfStop = 128 + 15
    /// How far back the engine's events are asked for a stop.
    private static let stopWindow: Int64 = 60

    let options: RunOptions
    let container: ContainerID
    let engine: EngineClient
    let lifeline: EngineLifeline

    private var id: String { container.rawValue }
    /// Without hooks: the run goes on.
    private var runtime: EngineRuntime { EngineRuntime(engine) }
    private var running: RunningContainer { RunningContainer(container, options: options, engine: engine) }

    var name: String { options.identity.agent }

    func liveness() async throws -> LivenessCheck? {
        guard let prober = try await lifeline.surviving({ _ in try await running.liveness() }) else { return nil }
        return LivenessCheck(probe: prober.probe) { try await lifeline.surviving { _ in try await prober.attempt() } }
    }

    func end() async throws -> AgentEnd {
        // Counted before the end: engines count a restart on at the end, before they carry it out.
        let restarts = options.restart == .no ? 0 : try await inspect().restartCount
        let (code, breaks) = try await stop(after: restarts)
        if options.restart != .no, let ended = try await comeback(after: restarts) { return ended }
        let state = try await inspect().state
        // An engine that was killed and comes back stops what it finds running (Docker without live-restore).
        if breaks > 0, Self.codesOfEngineEnd.contains(code), !state.wasOOMKilled { return .withEngine(code: code) }
        // A server does not end by itself. SIGTERM is how it is asked to.
        if code > Self.firstSignalCode, code != Self.codeOfStop, !state.wasOOMKilled, try await isService() {
            return .killed(code: code)
        }
        return .final(code: options.restart == .no ? code : state.exitCode, wasOOMKilled: state.wasOOMKilled)
    }

    func wasStopped() async throws -> Bool {
        // Docker alone says afterwards that it was asked to stop a container.
        guard engine.kind == .docker else { return false }
        let now = EngineTime.now
        let events = try await engine.system.pastEvents(
            filters: ["container": [id], "event": ["stop"]],
            since: EngineTime(seconds: now.seconds - Self.stopWindow, nanoseconds: 0), until: now)
        let state = try await inspect().state
        for try await event in events {
            if let end = state.finishedAt, event.time >= end { return true }
        }
        return false
    }

    /// Whether it is there to answer: it is asked for its health, by us or by the engine.
    private func isService() async throws -> Bool {
        if let readiness = options.readiness { return readiness != .started }
        return try await inspect().configuration.healthCheck?.isEnabled ?? false
    }

    func isRunning() async throws -> Bool {
        let state = try await inspect().state
        return state.isRunning && !state.isPaused
    }

    func restart() async throws {
        try await lifeline.surviving { _ in try await runtime.restart(container, timeout: options.stopTimeout) }
    }

    func start() async throws {
        _ = try await lifeline.surviving { _ in try await runtime.start(container) }
    }

    func awaitReadiness() async throws -> RunningContainer.Readiness {
        try await lifeline.surviving { _ in try await running.awaitReadiness() }
    }

    /// Suspends until the command ends.
    ///
    /// - Returns: its exit code, and how often the connection broke meanwhile.
    private func stop(after restarts: Int) async throws -> (code: Int, breaks: Int) {
        try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            group.addTask {
                try await lifeline.surviving { breaks in
                    (try await engine.containers.wait(id, condition: .notRunning).exit().code, breaks)
                }
            }
            if options.restart != .no {
                // Podman looks now and then whether a container has ended, and misses an end with a quick restart.
                group.addTask {
                    while true {
                        try await Task.sleep(for: Self.restartCheck)
                        let found = try await inspect()
                        if found.restartCount > restarts { return (found.state.exitCode, 0) }
                    }
                }
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    /// Waits until the engine has started the container again, or does not any longer try to; nil then.
    ///
    /// The wait's own code is not asked: where the engine was quick it is no longer that of the end.
    private func comeback(after restarts: Int) async throws -> AgentEnd? {
        let clock = ContinuousClock()
        var deadline = clock.now + Self.restartGrace
        var code: Int?
        while clock.now < deadline {
            let found = try await inspect()
            let state = found.state
            if state.isRestarting {
                code = state.exitCode
                deadline = clock.now + Self.restartGrace
            } else if state.isRunning {
                return .restartedByEngine(code: code, policy: options.restart)
            } else {
                code = state.exitCode
                guard options.restart.applies(after: state.exitCode, restarts: restarts) else { return nil }
            }
            try await clock.sleep(for: Self.pause)
        }
        return nil
    }

    private func inspect() async throws -> ContainerInspection {
        try await lifeline.surviving { _ in try await engine.containers.inspect(id) }
    }
}
