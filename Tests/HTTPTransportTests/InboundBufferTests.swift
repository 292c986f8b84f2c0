import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(2))) struct InboundBufferTests {
    @Test("A loop that paused is told to go on when a waiting reader takes everything")
    func flushResumes() async throws {
        let buffer = InboundBuffer()
        let full = [UInt8](repeating: 7, count: InboundBuffer.highWater)
        let bytes = try await withCheckedThrowingContinuation { continuation in
            // The reader waits before the loop fills the buffer, so that it gets the bytes from `flush`.
            guard case .wait = buffer.take(orWait: continuation) else { return }
            #expect(full.withUnsafeBytes { buffer.append($0) })
            #expect(buffer.isFullAndPauses())
            #expect(buffer.flush())
        }
        #expect(bytes?.count == full.count)
        #expect(!buffer.isFullAndPauses())
        #expect(!buffer.flush())
    }

    @Test("Without a waiting reader the loop stays paused until the reader takes the bytes")
    func readerResumes() {
        let buffer = InboundBuffer()
        let full = [UInt8](repeating: 7, count: InboundBuffer.highWater)
        #expect(full.withUnsafeBytes { buffer.append($0) })
        #expect(buffer.isFullAndPauses())
        #expect(!buffer.flush())
        guard case .bytes(_, resume: true) = buffer.take() else {
            Issue.record("the reader does not tell the loop to go on")
            return
        }
    }
}
