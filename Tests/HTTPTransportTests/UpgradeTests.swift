import AgentTesting
import HTTPTransport
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(2))) struct UpgradeTests {
    private let switching = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"

    /// The connection that a request is upgraded to.
    private func upgraded(
        _ server: RawServer, _ request: HTTPRequest = post(), body: [UInt8] = [], timeouts: HTTPTimeouts = .default
    ) async throws -> HijackedConnection {
        let answer = try await HTTPClient().upgrade(request, to: server.endpoint, body: body, timeouts: timeouts)
        guard case .connection(_, let connection) = answer else {
            throw HTTPTransportError(.other, "no upgrade", endpoint: server.endpoint, request: "")
        }
        return connection
    }

    @Test(arguments: RawServer.Listening.allCases)
    func `bytes go both ways, each with an end of its own`(_ listening: RawServer.Listening) async throws {
        let server = try RawServer(listening) { [switching] connection in
            _ = try connection.receiveHead()
            _ = try connection.receive(2)
            // The first bytes of the stream come with the head.
            try connection.send(switching + "first\r\n\r\n")
            let greeting = try connection.receive(5)
            try connection.send(greeting)
            try connection.receiveToEnd()
            try connection.send("after the end")
        }
        let connection = try await upgraded(server, body: Array("{}".utf8))
        var inbound = connection.inbound.makeAsyncIterator()
        #expect(try await inbound.next() == Array("first\r\n\r\n".utf8))
        try await connection.write(Array("hello".utf8))
        #expect(try await inbound.next() == Array("hello".utf8))
        try await connection.write(Array("more".utf8))
        try await connection.closeWrite()
        #expect(try await connection.inbound.collect(upTo: 100) == Array("after the end".utf8))
        let text = try #require(server.connections.first?.receivedText)
        let host = if case .tcp(_, let host, let port) = server.endpoint { "\(host):\(port)" } else { "localhost" }
        #expect(
            text == "POST / HTTP/1.1\r\nHost: \(host)\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                + "Content-Length: 2\r\n\r\n{}hellomore")
        await #expect(throws: HTTPTransportError.self) { try await connection.write([0]) }
    }

    @Test func `200 without a framed body is a connection too`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n")
            try connection.send(try connection.receive(4))
        }
        let connection = try await upgraded(server)
        try await connection.write(Array("echo".utf8))
        #expect(try await connection.inbound.collect(upTo: 10) == Array("echo".utf8))
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: String
        var body: String?
        var code: HTTPTransportError.Code?
        var testDescription: String { name }
    }

    static let refusals: [Answer] = [
        Answer(name: "length", bytes: "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone", body: "none"),
        Answer(
            name: "chunks",
            bytes: "HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: t\r\n\r\n", body: "abc"),
        Answer(name: "close", bytes: "HTTP/1.1 500 Oops\r\n\r\nuntil the end", body: "until the end"),
        Answer(
            name: "interim", bytes: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n",
            body: ""),
        Answer(name: "200 with a length", bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", body: "{}"),
        Answer(name: "204", bytes: "HTTP/1.1 204 No Content\r\n\r\n", body: ""),
    ]

    @Test(arguments: refusals)
    func `another answer comes with its body`(_ answer: Answer) async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            // However the bytes are cut on their way.
            try connection.drip(answer.bytes, every: .zero)
            if answer.name != "close" { try connection.stall() }
        }
        guard case .refused(_, let body) = try await HTTPClient().upgrade(post(), to: server.endpoint) else {
            Issue.record("an upgrade")
            return
        }
        #expect(String(decoding: body, as: UTF8.self) == answer.body)
    }

    private static let refused = "HTTP/1.1 404 Not Found\r\n"

    static let wrongs: [Answer] = [
        Answer(name: "nothing", bytes: "", code: .connectionClosed),
        Answer(name: "a cut head", bytes: "HTTP/1.1 101 UPGR", code: .connectionClosed),
        Answer(name: "another protocol", bytes: "SSH-2.0-OpenSSH\r\n", code: .malformedResponse),
        Answer(name: "a cut body", bytes: refused + "Content-Length: 9\r\n\r\nhalf", code: .connectionClosed),
        Answer(name: "a length of letters", bytes: refused + "Content-Length: nine\r\n\r\n", code: .malformedResponse),
        Answer(name: "a signed length", bytes: refused + "Content-Length: +9\r\n\r\n", code: .malformedResponse),
        Answer(
            name: "two lengths", bytes: refused + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
            code: .malformedResponse),
        Answer(
            name: "an unknown coding", bytes: refused + "Transfer-Encoding: gzip\r\n\r\n", code: .malformedResponse),
        Answer(
            name: "a cut chunk", bytes: refused + "Transfer-Encoding: chunked\r\n\r\n9\r\nhalf",
            code: .connectionClosed),
        Answer(
            name: "a chunk size of letters", bytes: refused + "Transfer-Encoding: chunked\r\n\r\nxyz\r\nhalf",
            code: .malformedResponse),
        Answer(
            name: "a chunk longer than its size", bytes: refused + "Transfer-Encoding: chunked\r\n\r\n2\r\nhalf",
            code: .malformedResponse),
        Answer(name: "a line without end", bytes: String(repeating: "a", count: 1 << 20), code: .malformedResponse),
        Answer(
            name: "a body of 2 MB",
            bytes: refused + "Content-Length: 2000000\r\n\r\n" + String(repeating: "a", count: 2_000_000),
            code: .malformedResponse),
    ]

    @Test(arguments: wrongs)
    func `a wrong answer`(_ answer: Answer) async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send(answer.bytes)
        }
        let error = await transportError { _ = try await HTTPClient().upgrade(post(), to: server.endpoint) }
        #expect(error?.code == answer.code, "\(error?.message ?? "no error")")
    }

    @Test func `nobody listens`() async {
        let endpoint = HTTPEndpoint.unix(path: "/nonexistent/engine.sock")
        let error = await transportError { _ = try await HTTPClient().upgrade(post(), to: endpoint) }
        #expect(error?.code == .noSuchFile)
    }

    @Test func `limits hold for the head, and for the connection after it`() async throws {
        let limit = Duration.milliseconds(150)
        let silent = try RawServer { try $0.stall() }
        let error = await transportError {
            _ = try await HTTPClient().upgrade(post(), to: silent.endpoint, timeouts: HTTPTimeouts(idle: limit))
        }
        #expect(error?.code == .idleTimedOut)
        let server = try RawServer { [switching] connection in
            _ = try connection.receiveHead()
            try connection.send(switching)
            try connection.stall()
        }
        for (timeouts, code) in [
            (HTTPTimeouts(idle: limit), HTTPTransportError.Code.idleTimedOut),
            (HTTPTimeouts(total: limit), .totalTimedOut),
        ] {
            let connection = try await upgraded(server, timeouts: timeouts)
            let error = await transportError { _ = try await connection.inbound.collect(upTo: 1) }
            #expect(error?.code == code)
        }
    }

    @Test func `a peer that does not read stops the writer`() async throws {
        let gate = try RawGate()
        let server = try RawServer { [switching] connection in
            _ = try connection.receiveHead()
            try connection.send(switching)
            try connection.wait(for: gate)
            let count = try connection.receiveToEnd()
            try connection.send("\(count)")
        }
        let connection = try await upgraded(server)
        let written = Counter()
        async let writing: Void = {
            for _ in 0..<1024 {
                try await connection.write([UInt8](repeating: 0, count: 1 << 16))
                written.add(1 << 16)
            }
            try await connection.closeWrite()
        }()
        var before = -1
        while written.value != before {
            before = written.value
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(written.value < 4 << 20)
        gate.open()
        try await writing
        #expect(try await connection.inbound.collect(upTo: 100) == Array("\(64 << 20)".utf8))
    }

    @Test func `a reader that does not read stops the peer`() async throws {
        let sent = Counter()
        let server = try RawServer { [switching] connection in
            _ = try connection.receiveHead()
            try connection.send(switching)
            for _ in 0..<1024 {
                try connection.send([UInt8](repeating: 0, count: 1 << 16))
                sent.add(1 << 16)
            }
        }
        let connection = try await upgraded(server)
        var before = -1
        while sent.value != before || before == 0 {
            before = sent.value
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(sent.value < 4 << 20)
        var count = 0
        for try await bytes in connection.inbound { count += bytes.count }
        #expect(count == 64 << 20)
    }

    @Test func `a peer that is gone ends the writes`() async throws {
        let server = try RawServer { [switching] connection in
            _ = try connection.receiveHead()
            try connection.send(switching)
        }
        let connection = try await upgraded(server)
        #expect(try await connection.inbound.collect(upTo: 1) == [])
        let error = await transportError {
            while true { try await connection.write([UInt8](repeating: 0, count: 1 << 16)) }
        }
        #expect(error?.code == .connectionClosed)
    }

    enum Ending: CaseIterable, Sendable { case close, drop, cancelReader }

    @Test(arguments: Ending.allCases)
    func `our side ends the connection`(_ ending: Ending) async throws {
        let gone = try RawGate()
        let server = try RawServer { [switching] connection in
            _ = try connection.receiveHead()
            try connection.send(switching)
            try connection.stall()
            gone.open()
        }
        var connection: HijackedConnection? = try await upgraded(server)
        switch ending {
        case .close: connection?.close()
        case .drop: connection = nil
        case .cancelReader:
            let inbound = try #require(connection?.inbound)
            let task = Task { try await inbound.collect(upTo: 1) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        try await gone.opened()
        if let connection {
            await #expect(throws: CancellationError.self) { try await connection.write([0]) }
        }
    }

    @Test func `a cancelled upgrade`() async throws {
        let requested = try RawGate()
        let gone = try RawGate()
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            requested.open()
            try connection.stall()
            gone.open()
        }
        let client = HTTPClient()
        let task = Task { _ = try await client.upgrade(post(), to: server.endpoint) }
        try await requested.opened()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await gone.opened()
    }
}
