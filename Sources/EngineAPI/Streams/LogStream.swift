/// The output of a container or exec, as it comes. For one reader; iteration throws ``EngineError``.
///
/// Dropping it, or cancelling its reader, ends the request.
public struct LogStream: AsyncSequence, Sendable {
    private enum Source: Sendable {
        case engine(ByteStream)
        case frames([LogFrame])
    }

    private let source: Source
    /// Whether it has frames, one for each write of the process; the output of a terminal has none.
    public let isFramed: Bool

    init(_ bytes: ByteStream, hasTerminal: Bool) {
        source = .engine(bytes)
        isFramed = !hasTerminal
    }

    /// Output that is there already, for a runtime without an engine.
    public init(_ frames: [LogFrame], isFramed: Bool = true) {
        source = .frames(frames)
        self.isFramed = isFramed
    }

    /// Begins reading.
    public func makeAsyncIterator() -> Iterator {
        switch source {
        case .engine(let bytes):
            Iterator(
                bytes: bytes.makeAsyncIterator(),
                decoder: isFramed ? LogFrameDecoder(action: bytes.call.phrase) : nil)
        case .frames(let frames): Iterator(ready: frames[...])
        }
    }

    /// Reads a ``LogStream``.
    public struct Iterator: AsyncIteratorProtocol {
        private var bytes: ByteStream.Iterator?
        private var decoder: LogFrameDecoder?
        private var ready: ArraySlice<LogFrame> = []

        fileprivate init(bytes: ByteStream.Iterator, decoder: LogFrameDecoder?) {
            self.bytes = bytes
            self.decoder = decoder
        }

        fileprivate init(ready: ArraySlice<LogFrame>) { self.ready = ready }

        /// The next frame or piece of one, or nil at the end.
        public mutating func next() async throws -> LogFrame? {
            while ready.isEmpty {
                if let failure = decoder?.failure { throw failure }
                guard let piece = try await bytes?.next() else {
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
