import Synchronization

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
