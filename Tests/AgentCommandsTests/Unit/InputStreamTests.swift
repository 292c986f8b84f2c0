import Glibc
import SystemPackage
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(5))) struct InputStreamTests {
    @Test func piecesUntilTheEnd() async throws {
        let (reading, writing) = try FileDescriptor.pipe()
        defer { try? reading.close() }
        let iterator = InputStream(descriptor: reading.rawValue).makeAsyncIterator()
        try writing.writeAll(Array("one".utf8))
        #expect(try await iterator.next() == Array("one".utf8))
        async let next = iterator.next()
        try writing.writeAll(Array("two".utf8))
        #expect(try await next == Array("two".utf8))
        try writing.close()
        #expect(try await iterator.next() == nil)
        #expect(try await iterator.next() == nil)
    }

    @Test func aCancelledWaitLosesNothing() async throws {
        let (reading, writing) = try FileDescriptor.pipe()
        defer {
            try? reading.close()
            try? writing.close()
        }
        let iterator = InputStream(descriptor: reading.rawValue).makeAsyncIterator()
        for round in 0..<50 {
            let task = Task { try await iterator.next() }
            if round % 2 == 0 { await Task.yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        try writing.writeAll(Array("still there".utf8))
        #expect(try await iterator.next() == Array("still there".utf8))
    }

    @Test("Nothing is read ahead, so a slow consumer holds up the producer")
    func backPressure() async throws {
        let (reading, writing) = try FileDescriptor.pipe()
        defer {
            try? reading.close()
            try? writing.close()
        }
        let iterator = InputStream(descriptor: reading.rawValue).makeAsyncIterator()
        try writing.writeAll([1])
        #expect(try await iterator.next() == [1])
        try writing.writeAll([2, 3])
        var waiting: CInt = 0
        #expect(ioctl(reading.rawValue, UInt(FIONREAD), &waiting) == 0)
        #expect(waiting == 2)
        #expect(try await iterator.next() == [2, 3])
    }

    @Test func aClosedDescriptorIsAtItsEnd() async throws {
        #expect(try await InputStream(descriptor: -1).makeAsyncIterator().next() == nil)
    }

    /// The number goes to the next file that is opened.
    @Test func whatWasClosedMeanwhileIsNotReadFromAnotherFile() async throws {
        let (reading, writing) = try FileDescriptor.pipe()
        let iterator = InputStream(descriptor: reading.rawValue).makeAsyncIterator()
        let task = Task { try await iterator.next() }
        let (other, sender) = try FileDescriptor.pipe()
        dup2(other.rawValue, reading.rawValue)
        _ = try sender.writeAll([1])
        _ = try writing.writeAll([2])
        #expect(try await task.value == [2])
        for file in [reading, writing, other, sender] { try file.close() }
    }
}
