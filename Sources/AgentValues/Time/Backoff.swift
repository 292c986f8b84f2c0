/// The pauses between tries: the first one, and longer ones from then on up to the longest. A pure value.
public struct Backoff: Sendable, Hashable {
    /// The pause after the first failure.
    public var first: Duration
    /// No pause is longer.
    public var longest: Duration
    /// How many times longer than the one before each pause is.
    public var factor: Int

    /// Pauses that grow.
    /// - Parameters:
    ///   - first: the pause after the first failure.
    ///   - longest: no pause is longer.
    ///   - factor: how many times longer than the one before each pause is; 2 unless given.
    public init(from first: Duration, to longest: Duration, factor: Int = 2) {
        self.first = first
        self.longest = longest
        self.factor = factor
    }

    /// The same pause each time.
    public static func every(_ pause: Duration) -> Backoff { Backoff(from: pause, to: pause, factor: 1) }

    /// The pause after so many failures in a row, from 1.
    public func pause(after failures: Int) -> Duration {
        var pause = first
        var left = failures - 1
        while left > 0, pause < longest, factor > 1, pause > .zero {
            pause *= factor
            left -= 1
        }
        return min(pause, longest)
    }

    /// Looks for something, and again after each pause, until it is there.
    /// - Throws: what `look` throws; `CancellationError` while it pauses.
    public nonisolated(nonsending) func poll<Value>(
        _ look: nonisolated(nonsending) () async throws -> Value?
    ) async throws -> Value {
        var failures = 0
        while true {
            if let found = try await look() { return found }
            failures += 1
            try await Task.sleep(for: pause(after: failures))
        }
    }
}
