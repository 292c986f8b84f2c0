import AgentManifest
import AgentValues
import EngineAPI

/// Waits for a container that was just started, and says in full why it did not become ready.
struct ReadinessCheck: Sendable {
    /// How a wait ended.
    enum Outcome: Sendable, Hashable {
        case ready
        /// The container's command ended.
        case exited(code: Int)
        case notReady(Failure)
    }

    /// Why a container that runs is not ready.
    struct Failure: Sendable, Hashable {
        var code: RunError.Code
        /// One sentence, without the agent's name.
        var message: String
        /// The probe's last answer, without values of secrets; nil where there was none.
        var lastAnswer: String?
        /// What to do about it.
        var hint = "check spec.healthCheck; a slow start wants a longer startPeriod or --wait-timeout"

        /// All of it on one line.
        var text: String { [message, lastAnswerText].compactMap(\.self).joined(separator: "; ") }
        var lastAnswerText: String? { lastAnswer.map { "last answer: \($0)" } }
    }

    private static let settleTime = Duration.milliseconds(300)
    private static let logLines = 20

    let engine: EngineClient
    let options: RunOptions
    /// Told of each step; it must return at once.
    let progress: @Sendable (RunStep) -> Void

    /// Takes the values of secrets out of what the agent says.
    private let redaction: TextRedaction

    init(engine: EngineClient, options: RunOptions, progress: @escaping @Sendable (RunStep) -> Void) {
        self.engine = engine
        self.options = options
        self.progress = progress
        redaction = TextRedaction(
            options.secrets.isEmpty
                ? []
                : SecretFiles.values(
                    project: options.identity.project, agent: options.identity.agent,
                    replica: options.identity.replica))
    }

    private var agent: String { options.identity.agent }

    /// Returns when the container is ready.
    ///
    /// - Parameters: those of ``outcome(for:exit:)``.
    /// - Throws: ``RunError`` with `unhealthy`, `notReadyInTime`, `exited`, `outOfMemory` or `unsupported`.
    func wait(
        for inspection: ContainerInspection, exit: @escaping @Sendable () async throws -> Int
    ) async throws {
        switch try await outcome(for: inspection, exit: exit) {
        case .ready: return
        case .exited(let code): throw await exitError(container: inspection.id, code: code)
        case .notReady(let failure): throw await error(failure, container: inspection.id)
        }
    }

    /// Waits until the container is ready, or will not become so.
    ///
    /// - Parameters:
    ///   - inspection: the running container.
    ///   - exit: suspends until the container's command ends, and returns its exit code.
    /// - Throws: ``RunError`` with `unsupported` where nothing can be asked.
    func outcome(
        for inspection: ContainerInspection, exit: @escaping @Sendable () async throws -> Int
    ) async throws -> Outcome {
        let probe = options.readiness ?? Self.defaultProbe(inspection.configuration.healthCheck)
        // Where only the start is waited for, a command that has ended already is no failure.
        guard probe != .started else {
            progress(.ready(after: .zero))
            return .ready
        }
        let check = probe.check.description
        progress(.probing(check: check, last: nil, attempt: 0, limit: probe.startPeriod + options.readinessTimeout))
        let prober: any Prober
        let target = ProbeTarget(engine: engine, inspection: inspection) { [redaction] in
            progress(.warning(redaction.redact($0)))
        }
        do { prober = try probe.prober(for: target) } catch {
            throw RunError(
                .unsupported, agent: agent, "the readiness probe cannot be used", underlying: [error])
        }
        switch try await verdict(of: prober, probe, container: inspection.id, exit: exit) {
        case .ready(let elapsed):
            // A container that has ended meanwhile has lost its address, and another one may have answered there.
            let state = try await engine.containers.inspect(inspection.id).state
            guard state.isRunning else { return .exited(code: state.exitCode) }
            sayWhoChecks(probe, inspection, state)
            progress(.ready(after: elapsed))
            return .ready
        case .exited(let code): return .exited(code: code)
        case .unhealthy(let failures, let last):
            return .notReady(
                Failure(
                    code: .unhealthy, message: "is unhealthy: \(failures) failures of \(check) in a row",
                    lastAnswer: redaction.redact(last)))
        case .impossible(let reason, let hint):
            return .notReady(
                Failure(
                    code: .unhealthy, message: "can never be seen to be ready: \(redaction.redact(reason))", hint: hint)
            )
        case .timedOut(let limit, let last):
            return .notReady(
                Failure(
                    code: .notReadyInTime, message: "was not ready within \(limit.brief) (\(check))",
                    lastAnswer: last.map(redaction.redact)))
        }
    }

    /// Says that nobody carries out the image's HEALTHCHECK from now on.
    private func sayWhoChecks(_ probe: Probe, _ inspection: ContainerInspection, _ state: ContainerState) {
        guard engine.kind == .podman, probe.check.followsEngine, let check = inspection.configuration.healthCheck,
            check.isEnabled, !check.isCarriedOut(in: state, now: .now)
        else { return }
        progress(
            .warning(
                "this Podman does not carry out the image's HEALTHCHECK, so aac-runtime does: until the agent is ready, in the "
                    + "foreground, and for 'ps'"))
    }

    private func verdict(
        of prober: any Prober, _ probe: Probe, container: String, exit: @escaping @Sendable () async throws -> Int
    ) async throws -> ReadinessWaiter<ContinuousClock>.Verdict {
        let wakeUp = WakeSignal()
        let check = probe.check.description
        let waiter = ReadinessWaiter(
            probe: probe, timeout: options.readinessTimeout, clock: ContinuousClock(), wakeUp: wakeUp
        ) { reason, attempts in
            progress(
                .probing(
                    check: check, last: redaction.redact(reason), attempt: attempts,
                    limit: probe.startPeriod + options.readinessTimeout))
        }
        // Listening costs a connection, and events tell only of the engine's own checks.
        guard probe.check.followsEngine else { return try await waiter.wait(for: prober, exit: exit) }
        let events = Task { await HealthEvents(engine: engine, container: container).signal(wakeUp) }
        defer { events.cancel() }
        return try await waiter.wait(for: prober, exit: exit)
    }

    /// The image's own HEALTHCHECK, else whether the container goes on running.
    static func defaultProbe(_ healthCheck: HealthCheckConfiguration?) -> Probe {
        guard let health = healthCheck, health.isEnabled else {
            return Probe(.running(duration: Seconds(wrappedValue: settleTime)), startPeriod: .zero)
        }
        return Probe(
            .engine, interval: health.interval ?? .seconds(30), timeout: health.timeout ?? .seconds(30),
            retries: health.retries ?? 3, startPeriod: health.startPeriod ?? .zero)
    }

    private func error(_ failure: Failure, container: String) async -> RunError {
        RunError(
            failure.code, agent: agent, failure.message,
            details: [failure.lastAnswerText].compactMap(\.self) + (await logTail(of: container)),
            hint: failure.hint)
    }

    /// Why the container's command ended, with the end of its output.
    func exitError(container: String, code: Int) async -> RunError {
        let state = try? await engine.containers.inspect(container).state
        let memory = options.resources.memory
        let tail = await logTail(of: container)
        // Not every engine notes on every kernel that memory ran out. Only we know of this container yet, so a SIGKILL
        // came from the kernel.
        if let memory, state?.wasOOMKilled == true || code == 128 + 9 {
            return RunError(
                .outOfMemory, agent: agent,
                "was OOM-killed at its memory limit of \(Quantity.binary(memory)) (exit code \(code))",
                details: tail, hint: "raise spec.resources.limits.memory, or use less memory")
        }
        return RunError(
            .exited, agent: agent, "ended with exit code \(code) before it was ready",
            details: (state.map(\.error).flatMap { $0.isEmpty ? nil : ["the engine says: \($0)"] } ?? []) + tail,
            hint: "its output above says why; 'command' and 'args' of the manifest are what it runs")
    }

    /// The last lines that the container printed.
    private func logTail(of container: String) async -> [String] {
        let lines = await LogTail(engine: engine, lines: Self.logLines).read(container, tty: options.terminal)
            .map(redaction.redact)
        return lines.isEmpty ? ["it printed nothing"] : ["its last output:"] + lines.map { "  \($0)" }
    }
}
