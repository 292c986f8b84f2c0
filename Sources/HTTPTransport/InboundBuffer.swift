import Synchronization

/// Bytes on their way from the loop's thread to the one task that reads them.
///
/// The loop appends until the buffer is full, then stops receiving; the reader takes all at once, and tells the loop
/// to go on when it had stopped. So memory stays within `highWater` and what libcurl hands over in one call.
final class InboundBuffer: Sendable {
    static let highWater = 256 * 1024

    private enum End {
        case open
        case complete
        case failed(any Error)
    }

    private struct State {
        var pending: [UInt8] = []
        var end = End.open
        var loopIsPaused = false
        var reader: CheckedContinuation<[UInt8]?, any Error>?

        mutating func reading() -> Reading {
            if !pending.isEmpty {
                let resume = loopIsPaused
                loopIsPaused = false
                let bytes = pending
                pending = []
                return .bytes(bytes, resume: resume)
            }
            switch end {
            case .open: return .wait
            case .complete: return .end
            case .failed(let error): return .failure(error)
            }
        }
    }

    /// What the reader finds.
    enum Reading {
        /// Bytes; `resume` when the loop waits to be told that there is room again.
        case bytes([UInt8], resume: Bool)
        case end
        case failure(any Error)
        /// Nothing yet: the continuation was kept, and gets what comes.
        case wait
        /// Nothing yet, and another task already waits.
        case busy
    }

    private let state = Mutex(State())

    // MARK: The loop's side

    /// Keeps a copy of the bytes; false, and nothing is kept, when the buffer is full and the loop must pause.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            guard state.pending.count < Self.highWater else {
                state.loopIsPaused = true
                return false
            }
            state.pending.append(contentsOf: bytes)
            return true
        }
    }

    /// Whether another append would be refused; if so, the loop counts as paused.
    func isFullAndPauses() -> Bool {
        state.withLock { state in
            state.loopIsPaused = state.pending.count >= Self.highWater
            return state.loopIsPaused
        }
    }

    /// Wakes the reader if it waits and there is something for it.
    ///
    /// - Returns: true when this made room for a loop that had paused; it must go on receiving, because the reader,
    ///   which waits for more, will not tell it to.
    func flush() -> Bool {
        let (reader, bytes, resume) = state.withLock {
            state -> (CheckedContinuation<[UInt8]?, any Error>?, [UInt8], Bool) in
            guard let reader = state.reader, case .bytes(let bytes, let resume) = state.reading() else {
                return (nil, [], false)
            }
            state.reader = nil
            return (reader, bytes, resume)
        }
        reader?.resume(returning: bytes)
        return resume
    }

    /// Ends the stream: cleanly without an error. A failure is thrown after the bytes that came before it,
    /// unless they are to be discarded. Only the first call counts.
    func finish(_ error: (any Error)?, discarding: Bool = false) {
        let (reader, reading) = state.withLock { state -> (CheckedContinuation<[UInt8]?, any Error>?, Reading) in
            guard case .open = state.end else { return (nil, .end) }
            state.end = error.map(End.failed) ?? .complete
            if discarding { state.pending = [] }
            guard let reader = state.reader else { return (nil, .end) }
            state.reader = nil
            return (reader, state.reading())
        }
        switch reading {
        case .bytes(let bytes, _): reader?.resume(returning: bytes)
        case .failure(let error): reader?.resume(throwing: error)
        case .end, .wait, .busy: reader?.resume(returning: nil)
        }
    }

    // MARK: The reader's side

    /// What is there now, without waiting.
    func take() -> Reading {
        state.withLock { $0.reading() }
    }

    /// What is there now, or keeps the continuation for what comes.
    func take(orWait continuation: CheckedContinuation<[UInt8]?, any Error>) -> Reading {
        state.withLock { state in
            let reading = state.reading()
            guard case .wait = reading else { return reading }
            guard state.reader == nil else { return .busy }
            state.reader = continuation
            return .wait
        }
    }

    /// Whether the loop has nothing more to add.
    var isFinished: Bool {
        state.withLock { state in
            if case .open = state.end { false } else { true }
        }
    }
}
