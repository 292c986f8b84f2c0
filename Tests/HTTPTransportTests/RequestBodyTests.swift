import AgentTesting
import HTTPTransport
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(2))) struct RequestBodyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var method: HTTPRequest.Method
        var body: HTTPRequestBody
        /// What follows the request line and the Host field.
        var wire: String
        var testDescription: String { "\(method) \(wire.debugDescription)" }
    }

    static let cases: [Case] = [
        Case(method: .get, body: .none, wire: "\r\n"),
        Case(method: .delete, body: .none, wire: "\r\n"),
        Case(method: .head, body: .none, wire: "\r\n"),
        Case(method: .post, body: .none, wire: "Content-Length: 0\r\n\r\n"),
        Case(method: .put, body: .none, wire: "Content-Length: 0\r\n\r\n"),
        Case(method: .post, body: .bytes([]), wire: "Content-Length: 0\r\n\r\n"),
        Case(method: .post, body: .bytes(Array("a\0b".utf8)), wire: "Content-Length: 3\r\n\r\na\0b"),
        Case(method: .put, body: .bytes(Array("abc".utf8)), wire: "Content-Length: 3\r\n\r\nabc"),
        Case(method: .get, body: .bytes(Array("abc".utf8)), wire: "Content-Length: 3\r\n\r\nabc"),
        Case(method: .put, body: .stream(pieces(["ab", "c"]), length: 3), wire: "Content-Length: 3\r\n\r\nabc"),
        Case(method: .post, body: .stream(pieces([]), length: 0), wire: "Content-Length: 0\r\n\r\n"),
        Case(
            method: .post, body: .stream(pieces([]), length: nil), wire: "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Case(
            method: .post, body: .stream(pieces(["abc"]), length: nil),
            wire: "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    ]

    @Test(arguments: cases)
    func `goes over the wire as`(_ given: Case) async throws {
        let server = try RawServer { connection in
            while !connection.receivedText.hasSuffix(given.wire) { _ = try connection.receiveSome() }
            try connection.send("HTTP/1.1 204 No Content\r\n\r\n")
            try connection.stall()
        }
        let client = HTTPClient()
        let request = HTTPRequest(method: given.method, scheme: nil, authority: nil, path: "/")
        #expect(try await client.exchange(request, with: server.endpoint, body: given.body).status == 204)
        let text = try #require(server.connections.first?.receivedText)
        #expect(text == "\(given.method.rawValue) / HTTP/1.1\r\nHost: localhost\r\n\(given.wire)")
    }

    @Test func `fields go as they are, those of the framing are ours`() async throws {
        let server = try RawServer { connection in
            while !connection.receivedText.hasSuffix("\r\n\r\na") { _ = try connection.receiveSome() }
            try connection.send(okResponse)
            try connection.stall()
        }
        let client = HTTPClient()
        var request = post()
        request.authority = "registry.test"
        request.headerFields = [
            .contentType: "application/json", .accept: "text/plain", .contentLength: "99", .expect: "100-continue",
            .init("X-Empty")!: "", .init("X-Twice")!: "1",
        ]
        request.headerFields.append(HTTPField(name: .init("X-Twice")!, value: "2"))
        _ = try await client.exchange(request, with: server.endpoint, body: .bytes([0x61]))
        let text = try #require(server.connections.first?.receivedText)
        let lines = text.split(separator: "\r\n").map(String.init).sorted()
        #expect(
            lines == [
                "Accept: text/plain", "Content-Length: 1", "Content-Type: application/json", "Host: registry.test",
                "POST / HTTP/1.1", "X-Empty:", "X-Twice: 1", "X-Twice: 2",
                "a",
            ])
    }

    @Test func `a producer is no faster than the peer`() async throws {
        let gate = try RawGate()
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.wait(for: gate)
            var left = 64 << 20
            while left > 0 { left -= try connection.receiveSome().count }
            try connection.send(okResponse)
            try connection.stall()
        }
        let client = HTTPClient()
        let body = ZeroBlocks(count: 1024)
        async let answer = client.exchange(
            post(), with: server.endpoint, body: .stream(body, length: 64 << 20))
        while server.connections.isEmpty { await Task.yield() }
        try await Task.sleep(for: .milliseconds(200))
        // The buffers of both sides and of the system, but not the whole.
        #expect(body.bytesAsked < 4 << 20)
        gate.open()
        #expect(try await answer.status == 200)
        #expect(body.bytesAsked == 64 << 20)
    }

    @Test func `a response may begin before the body is sent`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf")
            while !connection.receivedText.hasSuffix("0\r\n\r\n") { _ = try connection.receiveSome() }
            try connection.send("done")
            try connection.stall()
        }
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self, throwing: (any Error).self)
        continuation.yield(Array("first".utf8))
        let client = HTTPClient()
        let response = try await client.send(post(), to: server.endpoint, body: .stream(stream, length: nil))
        continuation.yield(Array("second".utf8))
        continuation.finish()
        #expect(try await response.body.collect(upTo: 100) == Array("halfdone".utf8))
    }

    struct Broken: Error {}

    @Test func `a producer that throws`() async throws {
        let server = try RawServer { try $0.stall() }
        let stream = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield(Array("first".utf8))
            continuation.finish(throwing: Broken())
        }
        let error = await transportError {
            _ = try await HTTPClient().send(post(), to: server.endpoint, body: .stream(stream, length: nil))
        }
        #expect(error?.code == .requestBodyFailed)
        #expect(error?.underlying.first is Broken)
    }

    @Test(arguments: [Int64(2), 4])
    func `a producer that does not keep its length`(_ length: Int64) async throws {
        let server = try RawServer { try $0.stall() }
        let error = await transportError {
            _ = try await HTTPClient().send(
                post(), to: server.endpoint, body: .stream(pieces(["abc"]), length: length))
        }
        #expect(error?.code == .requestBodyFailed)
    }

    @Test func `a refusal before the body is sent`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig")
            try connection.stall()
        }
        let body = HTTPRequestBody.stream(ZeroBlocks(count: 100_000), length: nil)
        let answer = try await HTTPClient().exchange(post(), with: server.endpoint, body: body)
        #expect(answer == (413, "big"))
    }
}
