import AgentRuntime
import AgentValues
import EngineAPI

/// An agent in a container. Its calls to the engine wait while the engine is away.
struct ContainerAgent: SupervisedAgent {
    /// How long an engine may take to start a container again under its restart policy. Podman does so in another
    /// process, which takes a moment.
    private static let restartGrace = Duration.seconds(10)
    private static let pause = Duration.milliseconds(100)
    private static let restartCheck = Duration.milliseconds(500)
    /// The exit codes of SIGKILL and SIGTERM, and the one that Docker gives a process whose end it did not see.
    private static let codesOfEngineEnd = [128 + 9, 128 + 15, 255]

    private static let firstSignalCode = 128
    private static let codeOfStop = 128 + 15
    /// How many seconds back the engine's events are searched for a stop.
    private static let stopWindow: Int64 = 60

    let options: RunOptions
    let container: ContainerID
    let engine: EngineClient
    let reconnector: EngineReconnector
    /// Called right before the command is started anew.
    let beforeStart: @Sendable () async -> Void

    private var id: String { container.rawValue }
    /// Not wrapped in hooks: a restart belongs to the same run, and hooks are called once for each run.
    private var runtime: EngineRuntime { EngineRuntime(engine) }
    private var running: RunningContainer { RunningContainer(container, options: options, engine: engine) }

    var name: String { options.identity.agent }

    func liveness() async throws -> LivenessCheck? {
        guard let prober = try await reconnector.surviving({ _ in try await running.liveness() }) else { return nil }
        return LivenessCheck(probe: prober.probe) {
            try await reconnector.surviving { _ in try await prober.attempt() }
        }
    }

    func end() async throws -> AgentEnd {
        // Read before the agent ends: engines raise the count when it ends, before they restart it.
        let restarts = options.restart == .no ? 0 : try await inspect().restartCount
        let (code, breaks) = try await stop(after: restarts)
        if options.restart != .no, let ended = try await comeback(after: restarts) { return ended }
        let state = try await inspect().state
        // A Docker without live-restore that was killed stops, when it comes back, the containers that it finds
        // running.
        if breaks > 0, Self.codesOfEngineEnd.contains(code), !state.wasOOMKilled { return .withEngine(code: code) }
        // A service that was ended by a signal was killed, except by SIGTERM: that is how one asks it to stop.
        if code > Self.firstSignalCode, code != Self.codeOfStop, !state.wasOOMKilled, try await isService() {
            return .killed(code: code)
        }
        return .final(code: options.restart == .no ? code : state.exitCode, wasOOMKilled: state.wasOOMKilled)
    }

    func wasStopped() async throws -> Bool {
        // Only Docker has an event that says that somebody asked for the stop.
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

    /// Whether the agent is a service, which should not end: it has a probe of ours or a HEALTHCHECK of its image.
    private func isService() async throws -> Bool {
        if let readiness = options.readiness { return readiness != .started }
        return try await inspect().configuration.healthCheck?.isEnabled ?? false
    }

    func isRunning() async throws -> Bool {
        let state = try await inspect().state
        return state.isRunning && !state.isPaused
    }

    func restart() async throws {
        try await reconnector.surviving { _ in try await runtime.stop(container, timeout: options.stopTimeout) }
        try await start()
    }

    func start() async throws {
        _ = try await reconnector.surviving { _ in
            await beforeStart()
            return try await runtime.start(container)
        }
    }

    func awaitReadiness() async throws -> RunningContainer.Readiness {
        try await reconnector.surviving { _ in try await running.awaitReadiness() }
    }

    /// Suspends until the command ends.
    ///
    /// - Returns: its exit code, and how often the connection broke meanwhile.
    private func stop(after restarts: Int) async throws -> (code: Int, breaks: Int) {
        try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            group.addTask {
                try await reconnector.surviving { breaks in
                    (try await engine.containers.wait(id, condition: .notRunning).exit().code, breaks)
                }
            }
            if options.restart != .no {
                // Podman's wait looks at intervals whether the container runs, and misses an end that a restart follows
                // quickly.
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
        try await reconnector.surviving { _ in try await engine.containers.inspect(id) }
    }
}
