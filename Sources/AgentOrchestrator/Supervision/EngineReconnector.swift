import AgentRuntime
import AgentValues
import Diagnostics
public import EngineAPI
import Synchronization

/// Carries calls across an engine's absence: when the connection breaks it asks until the engine answers again, and then makes
/// the call anew. Several tasks share one, so that an absence is told once.
public final class EngineReconnector: Sendable {
    /// What is told.
    public enum Signal: Sendable, Hashable {
        /// The engine does not answer.
        case lost
        /// It answers again, so long after that was noticed.
        case back(after: Duration)
    }

    private static let backoff = Backoff(from: .milliseconds(50), to: .seconds(2))
    /// How often a call may break in a row although the engine answers.
    private static let mostBreaks = 5

    private let engine: EngineClient
    private let patience: Duration
    private let report: @Sendable (Signal) -> Void
    private let clock = ContinuousClock()
    private let lostSince = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameters:
    ///   - engine: the engine that is called.
    ///   - patience: how long the engine may stay away; 60 s unless given.
    ///   - report: told of each absence and its end; it must return at once.
    public init(
        _ engine: EngineClient, patience: Duration = .seconds(60),
        report: @escaping @Sendable (Signal) -> Void = { _ in }
    ) {
        self.engine = engine
        self.patience = patience
        self.report = report
    }

    /// Makes a call, and makes it again when the connection breaks. It must be one that does no harm when it is carried out twice.
    ///
    /// - Parameter body: gets how often the connection broke before.
    /// - Throws: ``SupervisionError`` with `engineLost` when the engine stays away, or what `body` throws.
    public func surviving<Value: Sendable>(
        _ body: @Sendable (_ breaks: Int) async throws -> Value
    ) async throws -> Value {
        var breaks = 0
        var inARow = 0
        while true {
            do { return try await body(breaks) } catch let error as EngineError where error.isConnectionLost {
                breaks += 1
                inARow = try await awaitReturn(after: error) ? 0 : inARow + 1
                guard inARow < Self.mostBreaks else { throw error }
            }
        }
    }

    /// - Returns: whether the engine was away at all.
    private func awaitReturn(after cause: EngineError) async throws -> Bool {
        var failures = 0
        while true {
            do {
                try await engine.system.ping()
                return noteReturn() || failures > 0
            } catch let error as EngineError where error.isConnectionLost || error.code == .timedOut {
                guard noteAbsence() < patience else { throw lost(error) }
                failures += 1
                try await clock.sleep(for: Self.backoff.pause(after: failures))
            }
        }
    }

    private func noteReturn() -> Bool {
        let since = lostSince.withLock { since in
            defer { since = nil }
            return since
        }
        guard let since else { return false }
        report(.back(after: since.duration(to: clock.now)))
        return true
    }

    /// - Returns: how long it has been away.
    private func noteAbsence() -> Duration {
        let now = clock.now
        let (since, isNew) = lostSince.withLock { since -> (ContinuousClock.Instant, Bool) in
            if let since { return (since, false) }
            since = now
            return (now, true)
        }
        if isNew { report(.lost) }
        return since.duration(to: now)
    }

    private func lost(_ error: EngineError) -> SupervisionError {
        SupervisionError(
            .engineLost, "the engine at \(engine.address) went away and has not answered for \(patience.brief)",
            hint:
                "its containers may still run, and are still there when it is back: 'aac-runtime ps --all' shows them, "
                + "'aac-runtime down' removes them",
            underlying: [error])
    }
}
