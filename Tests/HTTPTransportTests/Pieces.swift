import Synchronization

/// A request body that gives the texts one by one.
func pieces(_ texts: [String]) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { continuation in
        for text in texts { continuation.yield(Array(text.utf8)) }
        continuation.finish()
    }
}

/// A request body of so many blocks of zeros, made as they are asked for, that counts what was asked.
final class ZeroBlocks: AsyncSequence, Sendable {
    typealias Element = [UInt8]
    typealias Failure = any Error

    let blockSize = 64 * 1024
    private let count: Int
    private let asked = Atomic<Int>(0)

    init(count: Int) { self.count = count }

    var bytesAsked: Int { asked.load(ordering: .acquiring) * blockSize }

    func makeAsyncIterator() -> Iterator { Iterator(blocks: self) }

    struct Iterator: AsyncIteratorProtocol {
        let blocks: ZeroBlocks

        mutating func next() async throws -> [UInt8]? {
            guard blocks.asked.load(ordering: .acquiring) < blocks.count else { return nil }
            blocks.asked.add(1, ordering: .acquiringAndReleasing)
            return [UInt8](repeating: 0, count: blocks.blockSize)
        }
    }
}
