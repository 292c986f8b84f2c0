/// A time limit passed. That is no cancellation: whoever set the limit was not cancelled.
public struct TimeLimitExceeded: Error, Sendable, Hashable {
    /// The limit that passed.
    public let limit: Duration

    /// Says that a limit passed.
    public init(limit: Duration) { self.limit = limit }
}

/// Runs `operation` for at most `limit`.
///
/// When the time is up the operation is cancelled and awaited, so that nothing of it goes on behind its caller's back: it must be
/// one that heeds cancellation. What it returns or throws then is dropped. When the caller is cancelled the operation is too,
/// and what it makes of that is the result.
///
/// - Parameters:
///   - limit: how long it may take; nil for ever.
///   - clock: what the limit is measured by.
///   - operation: what is done; it must heed cancellation.
/// - Throws: ``TimeLimitExceeded``, or what the operation throws.
public func withTimeLimit<Value: Sendable>(
    _ limit: Duration?, clock: some Clock<Duration> = .continuous,
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    guard let limit else { return try await operation() }
    return try await withThrowingTaskGroup(of: Ending<Value>.self) { group in
        group.addTask { .value(try await operation()) }
        group.addTask {
            do { try await clock.sleep(until: clock.now.advanced(by: limit), tolerance: nil) } catch {
                return .cancelled
            }
            return .timeIsUp
        }
        defer { group.cancelAll() }
        while let ending = try await group.next() {
            switch ending {
            case .value(let value): return value
            case .timeIsUp: throw TimeLimitExceeded(limit: limit)
            // The operation is cancelled as well, and has the last word.
            case .cancelled: continue
            }
        }
        throw CancellationError()
    }
}

/// How one side of the race ended.
private enum Ending<Value: Sendable>: Sendable {
    case value(Value)
    case timeIsUp
    case cancelled
}
