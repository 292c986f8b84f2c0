/// The output of a container or of a command in it, as it comes. For one reader; iteration throws what its source throws.
///
/// Dropping it, or cancelling its reader, ends the source.
public struct LogStream: AsyncSequence, Sendable {
    private let begin: @Sendable () -> any AsyncIteratorProtocol<LogFrame, any Error>
    /// Whether it has frames, one for each write of the process; the output of a terminal has none.
    public let isFramed: Bool

    /// Output that comes from elsewhere.
    ///
    /// - Parameters:
    ///   - frames: the output, in pieces.
    ///   - isFramed: whether each piece is one write of the process.
    public init(_ frames: some AsyncSequence<LogFrame, any Error> & Sendable, isFramed: Bool) {
        begin = { frames.makeAsyncIterator() }
        self.isFramed = isFramed
    }

    /// Output that is there already.
    public init(_ frames: [LogFrame], isFramed: Bool = true) {
        begin = { Ready(frames: frames[...]) }
        self.isFramed = isFramed
    }

    /// Begins reading.
    public func makeAsyncIterator() -> Iterator { Iterator(source: begin()) }

    /// Reads a ``LogStream``.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var source: any AsyncIteratorProtocol<LogFrame, any Error>

        /// The next frame or piece of one, or nil at the end.
        public mutating func next() async throws -> LogFrame? { try await source.next(isolation: nil) }

        /// The next frame or piece of one, or nil at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> LogFrame? {
            try await source.next(isolation: actor)
        }
    }

    private struct Ready: AsyncIteratorProtocol {
        var frames: ArraySlice<LogFrame>

        mutating func next() async throws -> LogFrame? { frames.popFirst() }
    }
}
