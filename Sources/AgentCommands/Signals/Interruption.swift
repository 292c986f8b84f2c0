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
        /// Whether agents are being stopped because the command is there for that.
        var isStopping = false
        /// The number of the signal that asks to hurry.
        var hurry: Int { isStopping ? 1 : 2 }
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// A command that is there to stop agents has begun to: from now on the first signal already asks to hurry, and the second ends
    /// the command.
    func beginStopping() {
        state.withLock { if $0.count == 0 { $0.isStopping = true } }
    }

    /// Counts a signal.
    func register() -> Step {
        let (step, waiters) = state.withLock { state -> (Step, [CheckedContinuation<Void, Never>]) in
            state.count += 1
            let waiters = state.count >= state.hurry ? Array(state.waiters.values) : []
            if state.count >= state.hurry { state.waiters = [:] }
            switch state.count {
            case state.hurry: return (.hurry, waiters)
            case 1, 2: return (.cancel, waiters)
            default: return (.giveUp, waiters)
            }
        }
        for waiter in waiters { waiter.resume() }
        return step
    }

    /// Whether there was a signal.
    var isRequested: Bool { state.withLock { $0.count > 0 } }

    /// Whether there was a signal that asks to hurry, so that clean-up must not wait for a graceful stop.
    var isHurried: Bool { state.withLock { $0.count >= $0.hurry } }

    /// Returns at the signal that asks to hurry, or when the task is cancelled.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    func hurried() async -> Bool {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.count >= state.hurry || Task.isCancelled { return true }
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
