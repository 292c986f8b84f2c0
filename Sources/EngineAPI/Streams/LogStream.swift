/// The output of a container or exec, as it comes. For one reader; iteration throws ``EngineError``.
///
/// Dropping it, or cancelling its reader, ends the request.
public struct LogStream: AsyncSequence, Sendable {
    let bytes: ByteStream
    /// Whether it has frames, one for each write of the process; the output of a terminal has none.
    public let isFramed: Bool
    let action: String

    init(_ bytes: ByteStream, hasTerminal: Bool) {
        self.bytes = bytes
        isFramed = !hasTerminal
        action = bytes.call.phrase
    }

    /// Begins reading.
    public func makeAsyncIterator() -> Iterator {
        Iterator(bytes: bytes.makeAsyncIterator(), decoder: isFramed ? LogFrameDecoder(action: action) : nil)
    }

    /// Reads a ``LogStream``.
    public struct Iterator: AsyncIteratorProtocol {
        var bytes: ByteStream.Iterator
        var decoder: LogFrameDecoder?
        private var ready: ArraySlice<LogFrame> = []

        init(bytes: ByteStream.Iterator, decoder: LogFrameDecoder?) {
            self.bytes = bytes
            self.decoder = decoder
        }

        /// The next frame or piece of one, or nil at the end.
        public mutating func next() async throws -> LogFrame? {
            while ready.isEmpty {
                if let failure = decoder?.failure { throw failure }
                guard let piece = try await bytes.next() else {
                    try decoder?.finish()
                    return nil
                }
                guard !piece.isEmpty else { continue }
                guard decoder != nil else { return LogFrame(.stdout, piece) }
                ready = try decoder?.push(piece)[...] ?? []
            }
            return ready.removeFirst()
        }
    }
}
