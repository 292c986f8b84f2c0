/// Decodes each object of a stream of JSON.
struct JSONStream<Element: Decodable & Sendable>: AsyncSequence, Sendable {
    let bytes: ByteStream

    func makeAsyncIterator() -> Iterator {
        Iterator(bytes: bytes.makeAsyncIterator(), call: bytes.call)
    }

    struct Iterator: AsyncIteratorProtocol {
        var bytes: ByteStream.Iterator
        let call: EngineCall
        private var decoder: JSONLineDecoder
        private var ready: ArraySlice<[UInt8]> = []

        init(bytes: ByteStream.Iterator, call: EngineCall) {
            self.bytes = bytes
            self.call = call
            decoder = JSONLineDecoder(action: call.phrase)
        }

        mutating func next() async throws -> Element? {
            while ready.isEmpty {
                if let failure = decoder.failure { throw failure }
                guard let piece = try await bytes.next() else {
                    try decoder.finish()
                    return nil
                }
                ready = try decoder.push(piece)[...]
            }
            do { return try EngineJSON.decode(Element.self, from: ready.removeFirst()) } catch {
                throw EngineError.wrapping(error, in: call)
            }
        }
    }
}
