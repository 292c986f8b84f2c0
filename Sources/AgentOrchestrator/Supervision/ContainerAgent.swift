import AgentRuntime
import EngineAPI

/// An agent in a container, across the engine's absences.
struct ContainerAgent: SupervisedAgent {
    /// How long an engine may take to start a container again as its restart policy says; Podman does it in another process.
    private static let restartGrace = Duration.seconds(10)
    private static let pause = Duration.milliseconds(100)
    /// SIGKILL, SIGTERM, and what Docker writes down for a process that is gone without a trace.
    private static let codesOfEngineEnd = [128 + 9, 128 + 15, 255]

    let options: RunOptions
    let container: ContainerID
    let engine: EngineClient
    let lifeline: EngineLifeline

    private var id: String { container.rawValue }
    private var running: RunningContainer { RunningContainer(container, options: options, engine: engine) }

    var name: String { options.identity.agent }

    func liveness() async throws -> LivenessCheck? {
        guard let prober = try await lifeline.surviving({ _ in try await running.liveness() }) else { return nil }
        return LivenessCheck(probe: prober.probe) { try await lifeline.surviving { _ in try await prober.attempt() } }
    }

    func end() async throws -> AgentEnd {
        // Counted before the end: engines count a restart on at the end, before they carry it out.
        let restarts = options.restart == .no ? 0 : try await inspect().restartCount
        let (code, breaks) = try await lifeline.surviving { breaks in
            (try await engine.containers.wait(id, condition: .notRunning).exit().code, breaks)
        }
        let inspection = try await inspect()
        if options.restart.applies(after: code, restarts: restarts), try await comesBack() {
            return .restartedByEngine(code: code, policy: options.restart)
        }
        let state = inspection.state
        // An engine that was killed and comes back stops what it finds running (Docker without live-restore).
        if breaks > 0, Self.codesOfEngineEnd.contains(code), !state.wasOOMKilled { return .withEngine(code: code) }
        return .final(code: code, wasOOMKilled: state.wasOOMKilled)
    }

    func isRunning() async throws -> Bool {
        let state = try await inspect().state
        return state.isRunning && !state.isPaused
    }

    func restart() async throws {
        try await lifeline.surviving { _ in try await engine.containers.restart(id, timeout: options.stopTimeout) }
    }

    func start() async throws {
        _ = try await lifeline.surviving { _ in try await engine.containers.start(id) }
    }

    func awaitReadiness() async throws -> RunningContainer.Readiness {
        try await lifeline.surviving { _ in try await running.awaitReadiness() }
    }

    /// Whether the engine starts the container again, awaited until it has, or until it does not any longer try to.
    private func comesBack() async throws -> Bool {
        let clock = ContinuousClock()
        var deadline = clock.now + Self.restartGrace
        while clock.now < deadline {
            let state = try await inspect().state
            if state.isRestarting { deadline = clock.now + Self.restartGrace } else if state.isRunning { return true }
            try await clock.sleep(for: Self.pause)
        }
        return false
    }

    private func inspect() async throws -> ContainerInspection {
        try await lifeline.surviving { _ in try await engine.containers.inspect(id) }
    }
}
