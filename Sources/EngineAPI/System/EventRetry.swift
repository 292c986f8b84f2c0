import AgentValues

/// When a watch tries again after a break, and when it gives up.
struct EventRetry: Sendable {
    /// How long a connection must have lasted to count as a success although no event came.
    private static let goodLife = Duration.seconds(5)
    private static let backoff = Backoff(from: .milliseconds(50), to: .seconds(2))

    let patience: Duration
    private let clock = ContinuousClock()
    private var failures = 0
    private var failingSince: ContinuousClock.Instant?
    private var connectedAt: ContinuousClock.Instant?

    init(patience: Duration) { self.patience = patience }

    /// Listening has begun.
    mutating func connected() { connectedAt = clock.now }

    /// An event came.
    mutating func succeeded() {
        failures = 0
        failingSince = nil
    }

    /// Waits before the next try.
    /// - Throws: the error, when patience is at its end; `CancellationError`.
    mutating func failed(_ error: EngineError) async throws {
        let now = clock.now
        if let begin = connectedAt, begin.duration(to: now) >= Self.goodLife { succeeded() }
        connectedAt = nil
        let start = failingSince ?? now
        failingSince = start
        guard start.duration(to: now) < patience else { throw error }
        failures += 1
        try await clock.sleep(for: Self.backoff.pause(after: failures))
    }
}
