import Synchronization

/// Gathers changes until they pause, so that a save of many files, or a checkout, is one change.
///
/// Changes are noted from any thread; one reader takes them.
final class ChangeCollector<WatchClock: Clock>: Sendable where WatchClock.Duration == Duration {
    private struct State {
        var changes = ChangeSet()
        var first: WatchClock.Instant?
        var last: WatchClock.Instant?
        var failure: (any Error)?
    }

    private let clock: WatchClock
    private let silence: Duration
    private let longest: Duration
    private let state = Mutex(State())
    private let wakeUps: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - silence: how long nothing must change; 200 ms unless given.
    ///   - longest: how long changes without such a pause are gathered; 2 s unless given.
    init(clock: WatchClock, silence: Duration = .milliseconds(200), longest: Duration = .seconds(2)) {
        self.clock = clock
        self.silence = silence
        self.longest = longest
        (wakeUps, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes what a watcher says; returns at once.
    func note(_ event: WatchEvent) {
        let now = clock.now
        state.withLock { state in
            switch event {
            case .changed(let path, let kind): state.changes.note(path, kind)
            case .everything: state.changes.isEverything = true
            case .failed(let error): state.failure = error
            }
            state.first = state.changes.isEmpty ? nil : state.first ?? now
            state.last = state.changes.isEmpty ? nil : now
        }
        wake.yield()
    }

    /// Suspends until there are changes, and then until they pause.
    ///
    /// - Throws: what the watcher failed with, or `CancellationError`.
    func next() async throws -> ChangeSet {
        while true {
            try Task.checkCancellation()
            switch try take() {
            case .due(let changes): return changes
            case .wait(let deadline?): try await clock.sleep(until: deadline, tolerance: nil)
            case .wait(nil): for await _ in wakeUps { break }
            }
        }
    }

    private enum Turn {
        case due(ChangeSet)
        /// Until then; nil: until there is a change.
        case wait(WatchClock.Instant?)
    }

    private func take() throws -> Turn {
        let now = clock.now
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            guard let first = state.first, let last = state.last else { return .wait(nil) }
            let deadline = min(last.advanced(by: silence), first.advanced(by: longest))
            guard deadline <= now else { return .wait(deadline) }
            defer { state = State() }
            return .due(state.changes)
        }
    }
}
