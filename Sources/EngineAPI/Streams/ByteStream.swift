import HTTPTransport

/// The bytes of an answer as they come, in pieces of the engine's choosing. For one reader.
///
/// Reading slowly slows the engine down; dropping the stream, or cancelling its reader, ends the transfer.
/// Iteration throws ``EngineError``.
public struct ByteStream: AsyncSequence, Sendable {
    let source: Source
    let call: EngineCall

    enum Source: Sendable {
        case body(HTTPBodyStream)
        /// The engine sends the head late.
        case pending(PendingResponse)
    }

    init(_ body: HTTPBodyStream, of call: EngineCall) {
        source = .body(body)
        self.call = call
    }

    init(_ response: PendingResponse, of call: EngineCall) {
        source = .pending(response)
        self.call = call
    }

    /// Lets the engine know that nobody waits for more, and goes on reading.
    func hangUp() {
        if case .body(let body) = source { body.hangUp() }
    }

    /// Begins reading.
    public func makeAsyncIterator() -> Iterator { Iterator(source: source, call: call) }

    /// Reads a ``ByteStream``.
    public struct Iterator: AsyncIteratorProtocol {
        let source: Source
        let call: EngineCall
        private var body: HTTPBodyStream.AsyncIterator?

        init(source: Source, call: EngineCall) {
            self.source = source
            self.call = call
        }

        /// The next piece, or nil at the end.
        public mutating func next() async throws -> [UInt8]? {
            do {
                if body == nil {
                    switch source {
                    case .body(let stream): body = stream.makeAsyncIterator()
                    case .pending(let response): body = try await response.body().makeAsyncIterator()
                    }
                }
                return try await body?.next()
            } catch {
                throw EngineError.wrapping(error, in: call)
            }
        }
    }

    /// Reads everything, at most `limit` bytes.
    /// - Throws: ``EngineError``; `decoding` when there is more.
    public func collect(upTo limit: Int) async throws -> [UInt8] {
        var result: [UInt8] = []
        for try await piece in self {
            guard result.count + piece.count <= limit else {
                throw EngineError(.decoding, in: call, message: "the answer is longer than \(limit) bytes")
            }
            result += piece
        }
        return result
    }
}

/// A request whose answer may begin late. It is cancelled with its last reference.
final class PendingResponse: Sendable {
    private let task: Task<HTTPBodyStream, any Error>

    init(_ send: @escaping @Sendable () async throws -> HTTPBodyStream) { task = Task { try await send() } }

    deinit { task.cancel() }

    /// The body, once the head is there.
    func body() async throws -> HTTPBodyStream {
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
