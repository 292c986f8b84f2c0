import Synchronization

/// Tries something again, with pauses, until it succeeds or a bound is reached.
public struct RetryPolicy: Sendable, Hashable {
    /// The pauses.
    public var backoff: Backoff
    /// How long after the first failure the last try may begin; nil for ever.
    public var limit: Duration?
    /// How often it is tried, the first time included; nil for ever.
    public var tries: Int?

    /// Creates a policy; without a limit and a number of tries it ends by success, cancellation, or an error that does not pass.
    public init(_ backoff: Backoff, limit: Duration? = nil, tries: Int? = nil) {
        self.backoff = backoff
        self.limit = limit
        self.tries = tries
    }

    /// Makes a call, and again while it fails in a way that may pass.
    ///
    /// - Parameters:
    ///   - budget: the time that it shares with other calls, in place of ``limit``.
    ///   - mayPass: whether the same call may succeed a little later.
    ///   - body: the call.
    /// - Throws: what the call throws at last; `CancellationError` while it pauses.
    public nonisolated(nonsending) func call<Value>(
        within budget: RetryBudget? = nil, if mayPass: (any Error) -> Bool,
        _ body: nonisolated(nonsending) () async throws -> Value
    ) async throws -> Value {
        let budget = budget ?? limit.map(RetryBudget.init)
        var failures = 0
        while true {
            do { return try await body() } catch  where mayPass(error) {
                failures += 1
                guard let pause = pause(after: failures, budget) else { throw error }
                try await Task.sleep(for: pause)
            }
        }
    }

    /// Looks for something, and again while it is not there.
    ///
    /// - Returns: what was found; nil when a bound was reached first.
    /// - Throws: what `look` throws; `CancellationError` while it pauses.
    public nonisolated(nonsending) func poll<Value>(
        _ look: nonisolated(nonsending) () async throws -> Value?
    ) async throws -> Value? {
        let budget = limit.map(RetryBudget.init)
        var failures = 0
        while true {
            if let found = try await look() { return found }
            failures += 1
            guard let pause = pause(after: failures, budget) else { return nil }
            try await Task.sleep(for: pause)
        }
    }

    private func pause(after failures: Int, _ budget: RetryBudget?) -> Duration? {
        if let tries, failures >= tries { return nil }
        let pause = backoff.pause(after: failures)
        return budget.map { $0.granted(pause) } ?? pause
    }
}

/// The time that several calls have together for their further tries: when an engine stays away, ten calls shall not wait for it
/// ten times as long as one. It begins with the first failure.
public final class RetryBudget: Sendable {
    private let limit: Duration
    private let end = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter limit: how long after the first failure the last try may begin.
    public init(_ limit: Duration) { self.limit = limit }

    /// As much of a pause as there is time for; nil when the time is over. The first question begins the time.
    func granted(_ pause: Duration) -> Duration? {
        end.withLock { end in
            let now = ContinuousClock.now
            let known = end ?? now + limit
            end = known
            return now < known ? min(pause, known - now) : nil
        }
    }
}
