import Synchronization

/// Lets only so many go on at the same time, in the order in which they came.
final class ConcurrencyLimit: Sendable {
    /// One's turn; it ends with ``end()`` or when nobody holds it any longer.
    final class Turn: Sendable {
        private let limit: Mutex<ConcurrencyLimit?>

        fileprivate init(_ limit: ConcurrencyLimit) { self.limit = Mutex(limit) }

        deinit { end() }

        /// Lets the next one go on; a second call does nothing.
        func end() {
            let limit = limit.withLock { limit in
                defer { limit = nil }
                return limit
            }
            limit?.giveBack()
        }
    }

    private struct State {
        var free: Int
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        var next = 0
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    /// - Parameter limit: how many, at least 1.
    init(_ limit: Int) { state = Mutex(State(free: max(1, limit))) }

    /// Suspends until it is the caller's turn.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before.
    func turn() async throws -> Turn {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(number) != nil || Task.isCancelled {
                        return .failure(CancellationError())
                    }
                    guard state.free == 0 else {
                        state.free -= 1
                        return .success(())
                    }
                    state.waiting.append((number, continuation))
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
                guard let index = state.waiting.firstIndex(where: { $0.number == number }) else {
                    state.cancelled.insert(number)
                    return nil
                }
                return state.waiting.remove(at: index).continuation
            }
            continuation?.resume(throwing: CancellationError())
        }
        return Turn(self)
    }

    private func giveBack() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }
}
