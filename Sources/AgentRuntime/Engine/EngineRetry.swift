import AgentValues
import EngineAPI

/// Asks an engine again that is away, or talks nonsense, for a moment: a restart takes some seconds, and what has to be removed
/// should not stay for that. For clean-ups, whose calls may all be made twice.
public final class EngineRetry: Sendable {
    private static let policy = RetryPolicy(Backoff(from: .milliseconds(50), to: .seconds(1)))

    private let budget: RetryBudget

    /// - Parameter limit: how long, from the first failure, all calls together are made again; 5 s unless given.
    public init(_ limit: Duration = .seconds(5)) { budget = RetryBudget(limit) }

    /// Makes a call, and again, with pauses from 50 ms to 1 s, while it fails in a way that may pass.
    ///
    /// A call that ran into its own time limit is not made again: the engine has had its time.
    /// - Throws: what the call throws at last.
    public func call<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await Self.policy.call(within: budget, if: { ($0 as? EngineError)?.mayPass ?? false }, body)
    }
}

extension EngineError {
    /// Whether the same call may succeed a little later: the engine is away, fails, or is busy with the same object.
    fileprivate var mayPass: Bool {
        switch code {
        case .transport, .notAnEngine, .decoding, .serverError, .unexpectedStatus, .conflict, .forbidden, .notSupported:
            true
        default: false
        }
    }

    /// Whether the engine may have carried the call out, or may still do so, although it failed.
    var leavesDoubt: Bool { status == nil }
}
