/// The body of a response, or what a hijacked connection's peer sends, as it comes.
///
/// For one reader only: all iterators read the same bytes, and a second task that waits at the same time gets an error.
/// A reader that is slow pauses the transfer. The transfer ends when the stream is dropped before its end, when it is
/// cancelled, or when the task that waits in `next` is cancelled, which then throws `CancellationError`.
public struct HTTPBodyStream: AsyncSequence, Sendable {
    /// As many bytes as were there, never none, and no more than some 300 KiB.
    public typealias Element = [UInt8]
    /// ``HTTPTransportError``, or `CancellationError`.
    public typealias Failure = any Error

    private let source: BodySource

    init(source: BodySource) {
        self.source = source
    }

    /// Reads on where the last reader stopped.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source: source)
    }

    /// All bytes up to the end.
    ///
    /// - Parameter limit: The most bytes to take. With more, the transfer ends and
    ///   ``HTTPTransportError/Code/bodyTooLarge`` is thrown.
    public nonisolated(nonsending) func collect(upTo limit: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try await source.exchange.nextBytes() {
            guard bytes.count <= limit - all.count else {
                cancel()
                throw source.exchange.request.error(
                    .bodyTooLarge, "the response's body has more than \(limit) bytes", isWithinBody: true)
            }
            if all.isEmpty { all = bytes } else { all += bytes }
        }
        return all
    }

    /// Tells the peer that nobody waits for more, and goes on reading what it still says: the sending half of the connection is
    /// closed (shutdown(2)), which many servers take for a client that has left. Only for a request with a streamed body over a Unix
    /// socket; any other transfer ends as by ``cancel()``. Nothing happens when it has ended.
    public func hangUp() {
        source.exchange.hangUp()
    }

    /// Ends the transfer at once. Nothing happens when it has ended.
    public func cancel() {
        source.exchange.cancel()
    }

    /// Reads the bytes.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let source: BodySource

        /// The next bytes, or nil at the end.
        public mutating func next() async throws -> [UInt8]? {
            try await source.exchange.nextBytes()
        }

        /// The next bytes, or nil at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            try await source.exchange.nextBytes()
        }
    }
}

/// What keeps a transfer going: when the last stream that reads it is dropped, it ends.
final class BodySource: Sendable {
    let exchange: Exchange
    /// A client whose streams are still read keeps its thread.
    private let client: HTTPClient

    init(_ exchange: Exchange, client: HTTPClient) {
        self.exchange = exchange
        self.client = client
    }

    deinit { exchange.cancel() }
}
