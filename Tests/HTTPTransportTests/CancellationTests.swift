import AgentTesting
import HTTPTransport
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(2))) struct CancellationTests {
    /// A server that tells when a request has come, and when its peer is gone.
    private struct Watched {
        let requested: RawGate
        let gone: RawGate
        let server: RawServer

        init(_ response: String = "") throws {
            let requested = try RawGate()
            let gone = try RawGate()
            self.requested = requested
            self.gone = gone
            server = try RawServer { connection in
                _ = try connection.receiveHead()
                try connection.send(response)
                requested.open()
                try connection.stall()
                gone.open()
            }
        }
    }

    @Test func `while waiting for the head`() async throws {
        let watched = try Watched()
        let client = HTTPClient()
        let task = Task { _ = try await client.send(get(), to: watched.server.endpoint) }
        try await watched.requested.opened()
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await watched.gone.opened()
        #expect(start.duration(to: .now) < .seconds(60))
    }

    @Test func `while waiting for the body`() async throws {
        let watched = try Watched("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
        let client = HTTPClient()
        let response = try await client.send(get(), to: watched.server.endpoint)
        let task = Task { try await response.body.collect(upTo: 100) }
        try await watched.requested.opened()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await watched.gone.opened()
    }

    @Test func `before the request`() async throws {
        let server = try RawServer(script: answering(okResponse))
        let client = HTTPClient()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            _ = try await client.send(get(), to: server.endpoint)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.connections.isEmpty)
    }

    @Test func `a cancelled connect`() async throws {
        // RFC 5737: an address for documentation, which nobody answers. Where there is no route, it fails at once instead.
        let client = HTTPClient()
        let task = Task { try await client.send(get(), to: .tcp(scheme: .http, host: "192.0.2.1", port: 80)) }
        await Task.yield()
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
    }

    @Test func `cancelling a body`() async throws {
        let watched = try Watched("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        let client = HTTPClient()
        let response = try await client.send(get(), to: watched.server.endpoint)
        response.body.cancel()
        try await watched.gone.opened()
        await #expect(throws: CancellationError.self) { try await response.body.collect(upTo: 100) }
    }

    @Test func `dropping a body`() async throws {
        let watched = try Watched("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        let client = HTTPClient()
        _ = try await client.send(get(), to: watched.server.endpoint)
        try await watched.gone.opened()
    }

    @Test func `a body that is too large`() async throws {
        let watched = try Watched("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n12345678")
        let client = HTTPClient()
        let response = try await client.send(get(), to: watched.server.endpoint)
        let error = await transportError { _ = try await response.body.collect(upTo: 7) }
        #expect(error?.code == .bodyTooLarge)
        try await watched.gone.opened()
    }

    @Test func `the producer of a body is cancelled with its request`() async throws {
        let watched = try Watched()
        let ended = try RawGate()
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self, throwing: (any Error).self)
        continuation.onTermination = { _ in ended.open() }
        let client = HTTPClient()
        let task = Task {
            _ = try await client.send(
                post(), to: watched.server.endpoint, body: .stream(stream, length: nil))
        }
        try await watched.requested.opened()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await ended.opened()
    }

    @Test func `two readers of one body`() async throws {
        let watched = try Watched("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
        let client = HTTPClient()
        let response = try await client.send(get(), to: watched.server.endpoint)
        await withTaskGroup(of: HTTPTransportError.Code?.self) { group in
            for _ in 0..<2 {
                group.addTask { await transportError { _ = try await response.body.collect(upTo: 9) }?.code }
            }
            #expect(await group.next() == .other)
            group.cancelAll()
        }
    }
}
