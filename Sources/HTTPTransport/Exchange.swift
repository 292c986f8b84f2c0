import Synchronization

/// One request and its response, as both sides know it: the loop's thread, and the tasks that called.
///
/// Its buffers are the only memory that both touch. Everything else of a transfer belongs to the loop's thread.
final class Exchange: Sendable {
    let request: WireRequest
    let inbound = InboundBuffer()
    /// For a streamed request body or a hijacked connection.
    let outbound: OutboundBuffer?
    private let loop: TransferLoop
    private let cancelled = Atomic<Bool>(false)
    private let ended = Atomic<Bool>(false)
    /// The task that feeds a streamed request body. It outlives the call that started it, as a response may begin
    /// before the body is sent; the end of the exchange cancels it.
    private let producer = Mutex<Task<Void, Never>?>(nil)

    init(_ request: WireRequest, loop: TransferLoop, outbound: OutboundBuffer?) {
        self.request = request
        self.loop = loop
        self.outbound = outbound
    }

    /// Whether ``cancel()`` was called; the loop asks before it starts, as the order of the two is not known.
    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    /// Ends the transfer at once, wherever it is. Whoever waits for it gets a `CancellationError`.
    func cancel() {
        guard !cancelled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        // Before the loop closes the connection: what is written after the peer has seen that is not sent.
        outbound?.close(CancellationError())
        if !ended.load(ordering: .acquiring) { loop.submit(.cancel(self)) }
    }

    /// Closes the sending half of the connection.
    func hangUp() {
        if !ended.load(ordering: .acquiring) { loop.submit(.hangUp(self)) }
    }

    /// The transfer is over; called by the loop. A failure reaches everybody who waits. Bytes that came before it are
    /// still read, unless they are to be discarded.
    func end(_ error: (any Error)?, discarding: Bool = false) {
        ended.store(true, ordering: .releasing)
        inbound.finish(error, discarding: discarding)
        outbound?.close(error ?? ExchangeEnded())
        producer.withLock { $0 }?.cancel()
    }

    /// Feeds the bytes of a streamed request body into the transfer, no faster than the peer takes them.
    func produce(_ body: any AsyncSequence<[UInt8], any Error> & Sendable, length: Int64?) {
        let task = Task { [self, request] in
            do {
                var count: Int64 = 0
                for try await bytes in body {
                    count += Int64(bytes.count)
                    if let length, count > length { throw request.wrongLength(length, "more came") }
                    try await write(bytes, ended: ExchangeEnded())
                }
                if let length, count < length { throw request.wrongLength(length, "\(count) came") }
                finishWriting()
            } catch {
                failWriting(error)
            }
        }
        producer.withLock { $0 = task }
    }

    /// The next bytes of the response's body, or nil at its end.
    nonisolated(nonsending) func nextBytes() async throws -> [UInt8]? {
        switch inbound.take() {
        case .bytes(let bytes, let resume):
            if resume { loop.submit(.receive(self)) }
            return bytes
        case .end: return nil
        case .failure(let error): throw error
        case .wait, .busy: break
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                switch inbound.take(orWait: continuation) {
                case .bytes(let bytes, let resume):
                    if resume { loop.submit(.receive(self)) }
                    continuation.resume(returning: bytes)
                case .end: continuation.resume(returning: nil)
                case .failure(let error): continuation.resume(throwing: error)
                case .wait: break
                case .busy:
                    continuation.resume(throwing: request.error(.other, "two tasks read one body", isWithinBody: true))
                }
            }
        } onCancel: {
            cancel()
        }
    }

    /// Queues bytes for the peer, and waits while too many are queued.
    nonisolated(nonsending) func write(_ bytes: [UInt8], ended: @autoclosure () -> any Error) async throws {
        guard let outbound else { throw ended() }
        if try outbound.append(bytes, ended: ended()) { loop.submit(.send(self)) }
        try await withTaskCancellationHandler {
            try await outbound.waitForRoom()
        } onCancel: {
            cancel()
        }
    }

    /// Says that no more bytes come for the peer.
    func finishWriting() {
        if outbound?.finish() == true { loop.submit(.send(self)) }
    }

    /// Says that no more bytes come for the peer because their source failed.
    func failWriting(_ error: any Error) {
        if outbound?.close(error) == true { loop.submit(.send(self)) }
    }

    /// Waits until the loop has sent all bytes and their end.
    nonisolated(nonsending) func waitUntilSent() async throws {
        guard let outbound else { return }
        try await withTaskCancellationHandler {
            try await outbound.waitForEnd()
        } onCancel: {
            cancel()
        }
    }
}

/// Thrown at a producer that goes on writing when its transfer is over.
private struct ExchangeEnded: Error {}
