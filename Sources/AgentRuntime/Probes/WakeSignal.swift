import Synchronization

/// A sleep that can be ended early. A signal that comes while nobody sleeps ends the next sleep at once.
final class WakeSignal: Sendable {
    private struct State {
        var isPending = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Ends the sleep.
    func signal() {
        let sleeper = state.withLock { state in
            defer { state.sleeper = nil }
            if state.sleeper == nil { state.isPending = true }
            return state.sleeper
        }
        sleeper?.resume()
    }

    /// Suspends until the time has come, or a signal.
    func sleep<SleepClock: Clock>(until deadline: SleepClock.Instant, on clock: SleepClock) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await clock.sleep(until: deadline, tolerance: nil) }
            group.addTask { await self.signalled() }
            defer { group.cancelAll() }
            try await group.next()
        }
        try Task.checkCancellation()
    }

    /// Returns at a signal, or when the task is cancelled. One task at a time.
    private func signalled() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.isPending || Task.isCancelled {
                        state.isPending = false
                        return true
                    }
                    state.sleeper = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                defer { state.sleeper = nil }
                return state.sleeper
            }
            sleeper?.resume()
        }
    }
}
