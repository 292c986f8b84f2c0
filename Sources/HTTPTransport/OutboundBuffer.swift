import Synchronization

/// Bytes on their way from the tasks that write them to the loop's thread.
///
/// Writers wait while more than `highWater` bytes are queued; the loop stops asking when nothing is queued, and is told
/// to go on by the next writer.
final class OutboundBuffer: Sendable {
    static let highWater = 256 * 1024
    /// Small writes are joined up to this size, so that the queue stays short.
    private static let joinedSize = 64 * 1024

    private enum Phase {
        case open
        /// The writer has said that no more comes.
        case finished
        /// The loop has sent everything up to the end.
        case sent
        /// The transfer is over, or the producer failed.
        case closed(any Error)
    }

    private struct State {
        var chunks: [[UInt8]] = []
        var count = 0
        var phase = Phase.open
        var loopIsPaused = false
        var waitingForRoom: [CheckedContinuation<Void, any Error>] = []
        var waitingForEnd: [CheckedContinuation<Void, any Error>] = []

        mutating func endPause() -> Bool {
            defer { loopIsPaused = false }
            return loopIsPaused
        }
    }

    /// What the loop finds.
    enum Next {
        case chunk([UInt8])
        /// Nothing now; the next writer tells.
        case pause
        case end
        case failure(any Error)
    }

    private let state = Mutex(State())

    // MARK: The writers' side

    /// Queues the bytes. True when the loop waits to be told that there is something again; throws what closed the
    /// buffer, or `ended` after ``finish()``.
    func append(_ bytes: [UInt8], ended: @autoclosure () -> any Error) throws -> Bool {
        try state.withLock { state in
            switch state.phase {
            case .open: break
            case .finished, .sent: throw ended()
            case .closed(let error): throw error
            }
            guard !bytes.isEmpty else { return false }
            if let last = state.chunks.indices.last, state.chunks[last].count + bytes.count <= Self.joinedSize {
                state.chunks[last] += bytes
            } else {
                state.chunks.append(bytes)
            }
            state.count += bytes.count
            return state.endPause()
        }
    }

    /// Waits until there is room for more.
    func waitForRoom() async throws {
        if state.withLock({ $0.count <= Self.highWater }) { return }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let result = state.withLock { state -> Result<Void, any Error>? in
                if case .closed(let error) = state.phase { return .failure(error) }
                if state.count <= Self.highWater { return .success(()) }
                state.waitingForRoom.append(continuation)
                return nil
            }
            if let result { continuation.resume(with: result) }
        }
    }

    /// Says that no more comes. True when the loop waits to be told.
    func finish() -> Bool {
        state.withLock { state in
            guard case .open = state.phase else { return false }
            state.phase = .finished
            return state.endPause()
        }
    }

    /// Waits until the loop has sent everything up to the end.
    func waitForEnd() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let result = state.withLock { state -> Result<Void, any Error>? in
                switch state.phase {
                case .closed(let error): return .failure(error)
                case .sent: return .success(())
                case .open, .finished:
                    state.waitingForEnd.append(continuation)
                    return nil
                }
            }
            if let result { continuation.resume(with: result) }
        }
    }

    // MARK: The loop's side

    /// The next bytes to send; they belong to the loop from now on.
    func next() -> Next {
        let (next, writers) = state.withLock { state -> (Next, [CheckedContinuation<Void, any Error>]) in
            if case .closed(let error) = state.phase { return (.failure(error), []) }
            guard !state.chunks.isEmpty else {
                if case .open = state.phase {
                    state.loopIsPaused = true
                    return (.pause, [])
                }
                return (.end, [])
            }
            let chunk = state.chunks.removeFirst()
            state.count -= chunk.count
            guard state.count <= Self.highWater else { return (.chunk(chunk), []) }
            let writers = state.waitingForRoom
            state.waitingForRoom = []
            return (.chunk(chunk), writers)
        }
        for writer in writers { writer.resume() }
        return next
    }

    /// Tells those who wait for the end that everything is sent.
    func markSent() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
            guard case .finished = state.phase else { return [] }
            state.phase = .sent
            let waiting = state.waitingForEnd
            state.waitingForEnd = []
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Ends everything: whoever waits or writes gets the error. Called by the loop when the transfer is over, and by the
    /// producer when it fails; the first error stays. True when the loop waits to be told.
    @discardableResult func close(_ error: any Error) -> Bool {
        let (waiting, tell) = state.withLock { state -> ([CheckedContinuation<Void, any Error>], Bool) in
            // Once all is sent, there is nothing left to fail.
            switch state.phase {
            case .sent, .closed: return ([], false)
            case .open, .finished: break
            }
            let waiting = state.waitingForRoom + state.waitingForEnd
            state = State(phase: .closed(error), loopIsPaused: state.loopIsPaused)
            return (waiting, state.endPause())
        }
        for continuation in waiting { continuation.resume(throwing: error) }
        return tell
    }
}
