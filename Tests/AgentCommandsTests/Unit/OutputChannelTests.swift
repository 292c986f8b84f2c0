import Glibc
import SystemPackage
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(5))) struct OutputChannelTests {
    /// SIGPIPE would end the tests; commands have a handler for it.
    init() { signal(SIGPIPE, SIG_IGN) }

    @Test func aSlowReaderGetsEverything() async throws {
        let (reading, writing) = try FileDescriptor.pipe()
        let channel = OutputChannel(descriptor: writing.rawValue)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        async let written: Void = {
            try await channel.write(bytes)
            try writing.close()
        }()
        var received: [UInt8] = []
        for try await piece in InputStream(descriptor: reading.rawValue) { received += piece }
        try await written
        #expect(received == bytes)
        try reading.close()
    }

    @Test func aReaderThatIsGoneIsTold() async throws {
        let (reading, writing) = try FileDescriptor.pipe()
        try reading.close()
        let channel = OutputChannel(descriptor: writing.rawValue)
        #expect(!channel.readerIsGone)
        let error = await #expect(throws: OutputError.self) { try await channel.write("x") }
        #expect(error?.readerIsGone == true)
        #expect(channel.readerIsGone)
        try writing.close()
    }

    @Test func cancellationEndsTheWaitForASlowReader() async throws {
        let (reading, writing) = try FileDescriptor.pipe()
        let channel = OutputChannel(descriptor: writing.rawValue)
        let task = Task { try await channel.write([UInt8](repeating: 0, count: 1_000_000)) }
        var waiting: CInt = 0
        while waiting < 4096 {
            _ = ioctl(reading.rawValue, UInt(FIONREAD), &waiting)
            try await Task.sleep(for: .milliseconds(1))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try reading.close()
        try writing.close()
    }
}
