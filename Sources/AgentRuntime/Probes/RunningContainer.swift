import AgentValues
public import EngineAPI

/// A container after a successful run. Asks whether it is alive, and whether it is ready again after a restart.
public struct RunningContainer: Sendable {
    /// How the wait for readiness ended.
    public enum Readiness: Sendable, Hashable {
        /// It is ready.
        case ready
        /// It runs and is not ready, and why.
        case notReady(String)
        /// Its command has ended.
        case exited
    }

    /// How often the engine is asked about an image's own HEALTHCHECK, which it carries out itself.
    private static let engineInterval = Duration.seconds(5)

    /// The container.
    public let id: ContainerID
    /// What was asked for when it was created.
    public let options: RunOptions
    private let engine: EngineClient

    /// Names a container on an engine.
    public init(_ id: ContainerID, options: RunOptions, engine: EngineClient) {
        self.id = id
        self.options = options
        self.engine = engine
    }

    /// What is asked to find out whether the container is alive, at its present address: the options' liveness probe, else the
    /// image's HEALTHCHECK where the options have no probe at all, else nothing.
    ///
    /// - Throws: `EngineError`, or what is wrong with the probe.
    public func liveness() async throws -> ContainerProber? {
        let inspection = try await engine.containers.inspect(id.rawValue)
        guard let probe = options.liveness ?? ownProbe(inspection) else { return nil }
        return try ContainerProber(
            probe, ProbeTarget(engine: engine, inspection: inspection), of: options.identity)
    }

    private func ownProbe(_ inspection: ContainerInspection) -> Probe? {
        guard options.readiness == nil, let health = inspection.configuration.healthCheck, health.isEnabled else {
            return nil
        }
        var probe = ReadinessCheck.defaultProbe(health)
        guard engine.kind == .docker else { return probe }
        // The engine counts the failures of a HEALTHCHECK itself, so one bad answer is enough.
        (probe.interval, probe.retries) = (min(probe.interval, Self.engineInterval), 1)
        return probe
    }

    /// Asks the options' liveness probe whether the container is alive now.
    ///
    /// One good answer is enough. A bad one counts after the start period, and then as many in a row are needed as the probe has
    /// retries, `startInterval` apart: there is no need to wait for the next whole `interval` to ask again.
    ///
    /// Without a probe, the image's HEALTHCHECK is asked where the engine does not carry it out.
    ///
    /// - Parameter report: told why the last attempt failed, how many have, and what is asked.
    /// - Returns: why it is not alive; nil when it is, when nothing asks, and when its command has ended well.
    /// - Throws: `EngineError` when the engine is gone, or what is wrong with the probe.
    public func failure(
        report: @escaping @Sendable (String, Int, Probe) -> Void = { _, _, _ in }
    ) async throws -> String? {
        guard options.liveness != nil || engine.kind == .podman else { return nil }
        let inspection = try await engine.containers.inspect(id.rawValue)
        guard var probe = options.liveness ?? ownProbe(inspection) else { return nil }
        let prober = try ContainerProber(
            probe, ProbeTarget(engine: engine, inspection: inspection), of: options.identity)
        probe.interval = min(probe.interval, probe.startInterval)
        if let start = inspection.state.startedAt {
            probe.startPeriod = max(.zero, probe.startPeriod - (EngineTime.now - start))
        }
        let limit = (probe.timeout + probe.interval) * probe.retries
        let waiter = ReadinessWaiter(probe: probe, timeout: limit, clock: ContinuousClock()) {
            [probe] reason, attempts in
            report(reason, attempts, probe)
        }
        let verdict = try await waiter.wait(for: prober) {
            try await engine.containers.wait(id.rawValue, condition: .notRunning).exit().code
        }
        switch verdict {
        case .ready, .exited(code: 0): return nil
        case .exited(let code): return "it ended with exit code \(code)"
        case .unhealthy(_, let last), .impossible(let last, _): return last
        case .timedOut(let limit, let last): return last ?? "no answer within \(limit.brief)"
        }
    }

    /// Waits as a run does, after the container was started anew.
    ///
    /// - Throws: `EngineError` when the engine is gone.
    public func awaitReadiness() async throws -> Readiness {
        let inspection = try await engine.containers.inspect(id.rawValue)
        guard inspection.state.isRunning else { return .exited }
        let check = ReadinessCheck(engine: engine, options: options, progress: { _ in })
        do {
            let outcome = try await check.outcome(for: inspection) {
                try await engine.containers.wait(id.rawValue, condition: .notRunning).exit().code
            }
            return switch outcome {
            case .ready: .ready
            case .exited: .exited
            case .notReady(let failure): .notReady(failure.text)
            }
        } catch let error as RunError {
            return .notReady(error.message)
        }
    }
}

/// Carries out a probe on one container, as often as it is asked to.
public struct ContainerProber: Prober {
    /// What is asked, and how often it should be.
    public let probe: Probe
    private let prober: any Prober
    private let identity: AgentIdentity

    init(_ probe: Probe, _ target: ProbeTarget, of identity: AgentIdentity) throws {
        self.probe = probe
        prober = try probe.prober(for: target)
        self.identity = identity
    }

    /// What a running container says in its labels about how to ask whether it is alive, or its image's HEALTHCHECK where the engine
    /// does not carry that out; nil where that is nothing.
    ///
    /// - Parameters:
    ///   - inspection: the container as the engine describes it.
    ///   - engine: the engine that it runs on.
    ///   - limit: the longest time that one attempt may take, where the probe's own is longer.
    public init?(_ inspection: ContainerInspection, on engine: EngineClient, limit: Duration) {
        let labels = inspection.configuration.labels ?? [:]
        guard let identity = AgentIdentity(labels: labels) else { return nil }
        let written = labels[AgentIdentity.Label.liveness].flatMap(Probe.init(labelText:))
        let health = inspection.configuration.healthCheck
        let own = engine.kind == .podman && health?.isEnabled == true ? ReadinessCheck.defaultProbe(health) : nil
        guard var probe = written ?? own else { return nil }
        probe.timeout = min(probe.timeout, limit)
        let target = ProbeTarget(engine: engine, inspection: inspection)
        do { try self.init(probe, target, of: identity) } catch { return nil }
    }

    /// Asks once. The values of the agent's secrets are not in the answer.
    ///
    /// - Throws: `EngineError` when the engine is gone, `CancellationError`.
    public func attempt() async throws -> ProbeOutcome {
        let outcome = try await prober.attempt()
        guard outcome != .success else { return .success }
        // Read only now, because bad answers are rare and the secrets are needed for them alone.
        let secrets = SecretFiles.values(
            project: identity.project, agent: identity.agent, replica: identity.replica)
        let redaction = TextRedaction(secrets)
        return switch outcome {
        case .success: .success
        case .failure(let reason): .failure(redaction.redact(reason))
        case .pending(let reason): .pending(redaction.redact(reason))
        case .impossible(let reason, let hint): .impossible(redaction.redact(reason), hint: hint)
        }
    }
}
