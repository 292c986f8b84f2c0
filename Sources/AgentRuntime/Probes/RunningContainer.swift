public import EngineAPI

/// A container whose run has ended well, for whoever stays with it: asks whether it is alive, and whether it is ready again after
/// it was started anew.
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
        guard let probe = options.liveness ?? Self.ownProbe(inspection, options) else { return nil }
        return ContainerProber(
            probe: probe, prober: try probe.prober(for: ProbeTarget(engine: engine, inspection: inspection)))
    }

    private static func ownProbe(_ inspection: ContainerInspection, _ options: RunOptions) -> Probe? {
        guard options.readiness == nil, let health = inspection.configuration.healthCheck, health.isEnabled else {
            return nil
        }
        // The engine has counted the failures already.
        return Probe(.engine, interval: min(health.interval ?? .seconds(30), engineInterval), retries: 1)
    }

    /// Waits as a run does, after the container was started anew.
    ///
    /// - Throws: `EngineError` when the engine is gone.
    public func awaitReadiness() async throws -> Readiness {
        let inspection = try await engine.containers.inspect(id.rawValue)
        guard inspection.state.isRunning else { return .exited }
        let check = ReadinessCheck(engine: engine, options: options, progress: { _ in })
        do {
            try await check.wait(for: inspection, healthCheck: inspection.configuration.healthCheck) {
                try await engine.containers.wait(id.rawValue, condition: .notRunning).exit().code
            }
            return .ready
        } catch let error as RuntimeError where error.code == .exited || error.code == .outOfMemory {
            return .exited
        } catch let error as RuntimeError {
            let last = error.details.first { $0.hasPrefix("last answer: ") }
            return .notReady([error.message, last].compactMap(\.self).joined(separator: "; "))
        }
    }
}

/// Carries out a probe on one container, as often as it is asked to.
public struct ContainerProber: Sendable {
    /// What is asked, and how often it should be.
    public let probe: Probe
    let prober: any Prober

    /// Asks once.
    ///
    /// - Throws: `EngineError` when the engine is gone, `CancellationError`.
    public func attempt() async throws -> ProbeOutcome { try await prober.attempt() }
}
