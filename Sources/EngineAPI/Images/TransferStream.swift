/// The steps of a pull or push. An error that the engine tells within the stream is thrown as `streamError`.
public struct TransferStream: AsyncSequence, Sendable {
    let bytes: ByteStream

    /// Begins reading.
    public func makeAsyncIterator() -> Iterator {
        Iterator(call: bytes.call, steps: JSONStream<TransferProgress>(bytes: bytes).makeAsyncIterator())
    }

    /// Reads a ``TransferStream``.
    public struct Iterator: AsyncIteratorProtocol {
        let call: EngineCall
        var steps: JSONStream<TransferProgress>.Iterator

        /// The next step, or nil at the end.
        public mutating func next() async throws -> TransferProgress? {
            guard let step = try await steps.next() else { return nil }
            guard let words = step.error else { return step }
            var failure = EngineError(.streamError, in: call)
            failure.engineMessage = words
            throw failure
        }
    }
}
