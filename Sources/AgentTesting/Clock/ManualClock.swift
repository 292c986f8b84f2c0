import Synchronization

/// A clock that stands still until a test moves it, so that waiting code is tested without waiting.
public final class ManualClock: Clock, Sendable {
    /// A point in the time of one clock, counted from its making.
    public struct Instant: InstantProtocol {
        /// The time since the clock was made.
        public var offset: Duration

        /// This instant, moved.
        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        /// From this instant to another.
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        /// Earlier is less.
        public static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
    }

    fileprivate struct Sleeper {
        var id: Int
        var deadline: Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    fileprivate struct State {
        var now = Instant(offset: .zero)
        var nextID = 0
        var sleepers: [Sleeper] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// A clock that shows zero.
    public init() {}

    /// What the clock shows.
    public var now: Instant { state.withLock(\.now) }
    /// The clock is exact.
    public var minimumResolution: Duration { .zero }

    /// Suspends until a test has moved the clock to `deadline`, or the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let ready = state.withLock { state -> [CheckedContinuation<Void, Never>]? in
                    if Task.isCancelled || deadline <= state.now { return nil }
                    state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
                    return state.takeWatchers()
                }
                guard let ready else {
                    return Task.isCancelled
                        ? continuation.resume(throwing: CancellationError()) : continuation.resume()
                }
                ready.forEach { $0.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Suspends until at least `count` tasks sleep on this clock.
    public func sleepers(atLeast count: Int) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// Moves the clock and wakes whoever slept until then, the earliest first.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let now = state.now
            let due = state.sleepers.filter { $0.deadline <= now }.sorted { $0.deadline < $1.deadline }
            state.sleepers.removeAll { $0.deadline <= now }
            return due
        }
        due.forEach { $0.continuation.resume() }
    }

    /// The time from now to the earliest deadline that somebody sleeps for; nil when nobody sleeps.
    public var nextDeadline: Duration? {
        state.withLock { state in state.sleepers.map(\.deadline).min().map { state.now.duration(to: $0) } }
    }
}

extension ManualClock.State {
    fileprivate mutating func takeWatchers() -> [CheckedContinuation<Void, Never>] {
        let count = sleepers.count
        let ready = watchers.filter { $0.count <= count }
        watchers.removeAll { $0.count <= count }
        return ready.map(\.continuation)
    }
}
