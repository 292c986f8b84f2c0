import AgentValues

/// The output of a container or of a command in it, as an engine sends it; iteration throws ``EngineError``.
struct EngineFrames: AsyncSequence, Sendable {
    private let bytes: ByteStream
    private let hasTerminal: Bool

    /// - Parameter hasTerminal: whether the process has a terminal, whose output comes without frames.
    init(_ bytes: ByteStream, hasTerminal: Bool) {
        self.bytes = bytes
        self.hasTerminal = hasTerminal
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(
            bytes: bytes.makeAsyncIterator(),
            decoder: hasTerminal ? nil : LogFrameDecoder(action: bytes.call.phrase))
    }

    struct Iterator: AsyncIteratorProtocol {
        var bytes: ByteStream.Iterator
        var decoder: LogFrameDecoder?
        var ready: ArraySlice<LogFrame> = []

        mutating func next() async throws -> LogFrame? {
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
