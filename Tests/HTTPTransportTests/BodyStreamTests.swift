import AgentTesting
import Glibc
import HTTPTransport
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(5))) struct BodyStreamTests {
    static let oneGigabyte = 1 << 30

    /// Sends so many zeros after a head, as fast as the peer takes them.
    private func zeros(_ count: Int, chunked: Bool) throws -> RawServer {
        try RawServer { connection in
            _ = try connection.receiveHead()
            let block = [UInt8](repeating: 0, count: 1 << 20)
            if chunked {
                try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                for _ in 0..<(count >> 20) {
                    try connection.send("100000\r\n")
                    try connection.send(block)
                    try connection.send("\r\n")
                }
                try connection.send("0\r\n\r\n")
            } else {
                try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n")
                for _ in 0..<(count >> 20) { try connection.send(block) }
            }
            try connection.stall()
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [true, false])
    func `a gigabyte does not fill the memory`(_ chunked: Bool) async throws {
        let server = try zeros(Self.oneGigabyte, chunked: chunked)
        let client = HTTPClient()
        let response = try await client.send(get(), to: server.endpoint)
        var count = 0
        var largest = 0
        var peak = 0
        let start = residentBytes()
        for try await bytes in response.body {
            count += bytes.count
            largest = max(largest, bytes.count)
            // A reader that is slower than the sender: it looks after its memory between the pieces.
            peak = max(peak, residentBytes())
        }
        #expect(count == Self.oneGigabyte)
        #expect(largest <= 512 * 1024)
        // Other tests of this process run at the same time and have memory of their own.
        #expect(peak - start < 256 << 20, "\((peak - start) >> 20) MiB more")
    }

    @Test func `a reader that does not read stops the sender`() async throws {
        let sent = Counter()
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(64 << 20)\r\n\r\n")
            let block = [UInt8](repeating: 0, count: 1 << 16)
            for _ in 0..<1024 {
                try connection.send(block)
                sent.add(block.count)
            }
            try connection.stall()
        }
        let client = HTTPClient()
        let response = try await client.send(get(), to: server.endpoint)
        var before = -1
        while sent.value != before || before == 0 {
            before = sent.value
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(sent.value < 4 << 20)
        // A paused transfer does not hold up another one.
        let other = try RawServer(script: answering(okResponse))
        #expect(try await client.exchange(get(), with: other.endpoint).status == 200)
        var count = 0
        for try await bytes in response.body { count += bytes.count }
        #expect(count == 64 << 20)
    }

    @Test func `bytes are there as soon as they come`() async throws {
        let gates = [try RawGate(), try RawGate()]
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            try connection.wait(for: gates[0])
            try connection.send("3\r\none\r\n")
            try connection.wait(for: gates[1])
            try connection.send("3\r\ntwo\r\n0\r\n\r\n")
            try connection.stall()
        }
        let client = HTTPClient()
        let response = try await client.send(get(), to: server.endpoint)
        var body = response.body.makeAsyncIterator()
        gates[0].open()
        #expect(try await body.next() == Array("one".utf8))
        gates[1].open()
        #expect(try await body.next() == Array("two".utf8))
        #expect(try await body.next() == nil)
        #expect(try await body.next() == nil)
    }

    @Test func `what a peer says after we hung up is read`() async throws {
        let server = try RawServer { connection in
            while !connection.receivedText.hasSuffix("0\r\n\r\n") { _ = try connection.receiveSome() }
            try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
            try connection.receiveToEnd()
            try connection.send("3\r\ntwo\r\n0\r\n\r\n")
        }
        let client = HTTPClient()
        let response = try await client.send(
            post(), to: server.endpoint, body: .stream(pieces(["abc"]), length: nil), timeouts: .default)
        var body = response.body.makeAsyncIterator()
        #expect(try await body.next() == Array("one".utf8))
        response.body.hangUp()
        #expect(try await body.next() == Array("two".utf8))
        #expect(try await body.next() == nil)
    }

    @Test func `hanging up a request that has nothing to send ends it`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\none")
            try connection.stall()
        }
        let response = try await HTTPClient().send(get(), to: server.endpoint)
        var body = response.body.makeAsyncIterator()
        #expect(try await body.next() == Array("one".utf8))
        response.body.hangUp()
        await #expect(throws: CancellationError.self) { try await body.next() }
    }

    @Test func `a stream keeps its client`() async throws {
        let server = try RawServer(script: answering(okResponse))
        let response = try await HTTPClient().send(get(), to: server.endpoint)
        #expect(try await response.body.collect(upTo: 2) == Array("OK".utf8))
    }

    @Test func `no body`() async throws {
        let server = try RawServer(script: answering("HTTP/1.1 204 No Content\r\n\r\n"))
        #expect(try await HTTPClient().exchange(get(), with: server.endpoint) == (204, ""))
    }

    @Test(arguments: TestEngine.allCases)
    func `an engine answers on a kept connection`(_ engine: TestEngine) async throws {
        try engine.skipIfNotThere()
        let client = HTTPClient()
        for _ in 0..<10 {
            #expect(try await client.exchange(get("/_ping"), with: engine.endpoint) == (200, "OK"))
            let missing = try await client.exchange(get("/containers/no-such-container/json"), with: engine.endpoint)
            #expect(missing.status == 404)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `an engine's events wait and can be cancelled`(_ engine: TestEngine) async throws {
        try engine.skipIfNotThere()
        let client = HTTPClient()
        let task = Task {
            let filters = "%7B%22label%22%3A%5B%22dev.agent.transport-test%22%5D%7D"
            return try await client.send(get("/events?filters=\(filters)"), to: engine.endpoint).body.collect(upTo: 1)
        }
        try await Task.sleep(for: .milliseconds(200))
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(start.duration(to: .now) < .seconds(5))
    }
}
