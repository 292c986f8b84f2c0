import Synchronization

/// How often the user has asked the command to end.
final class Interruption: Sendable {
    /// What the next signal means.
    enum Step: Sendable {
        /// The first: end, and clean up.
        case cancel
        /// The second: clean up without waiting for anything to stop by itself.
        case hurry
        /// The third: end now.
        case giveUp
    }

    private struct State {
        var count = 0
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// Counts a signal.
    func register() -> Step {
        let (step, waiters) = state.withLock { state -> (Step, [CheckedContinuation<Void, Never>]) in
            state.count += 1
            guard state.count > 1 else { return (.cancel, []) }
            defer { state.waiters = [:] }
            return (state.count == 2 ? .hurry : .giveUp, Array(state.waiters.values))
        }
        for waiter in waiters { waiter.resume() }
        return step
    }

    /// Whether there was a signal.
    var isRequested: Bool { state.withLock { $0.count > 0 } }

    /// Whether there was a second signal, so that clean-up must not wait for a graceful stop.
    var isHurried: Bool { state.withLock { $0.count > 1 } }

    /// Returns at the second signal, or when the task is cancelled.
    ///
    /// - Returns: whether there was a second signal.
    @discardableResult
    func hurried() async -> Bool {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.count > 1 || Task.isCancelled { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
        return isHurried
    }
}
