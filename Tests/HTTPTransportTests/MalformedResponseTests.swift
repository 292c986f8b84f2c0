import AgentTesting
import HTTPTransport
import HTTPTypes
import Testing

/// What a peer can do wrong, and what the transport makes of it.
@Suite(.timeLimit(.minutes(2))) struct MalformedResponseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: String
        var code: HTTPTransportError.Code
        var isWithinBody = false
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "nothing", bytes: "", code: .connectionClosed),
        Case(name: "garbage", bytes: "\u{1}\u{2}garbage\r\n\r\n", code: .malformedResponse),
        Case(name: "another protocol", bytes: "SSH-2.0-OpenSSH_9.2\r\n", code: .malformedResponse),
        Case(name: "HTTP/0.9", bytes: "<html></html>", code: .malformedResponse),
        Case(name: "a status of two digits", bytes: "HTTP/1.1 20 OK\r\n\r\n", code: .malformedResponse),
        Case(name: "a status of four digits", bytes: "HTTP/1.1 2000 OK\r\n\r\n", code: .malformedResponse),
        Case(name: "a status below 100", bytes: "HTTP/1.1 099 OK\r\n\r\n", code: .malformedResponse),
        Case(name: "another version", bytes: "HTTP/3.7 200 OK\r\n\r\n", code: .malformedResponse),
        Case(name: "a cut status line", bytes: "HTTP/1.1 2", code: .connectionClosed),
        Case(name: "a cut head", bytes: "HTTP/1.1 200 OK\r\nContent-Le", code: .connectionClosed),
        Case(name: "a head without its end", bytes: "HTTP/1.1 200 OK\r\nA: b\r\n", code: .connectionClosed),
        Case(name: "a field without colon", bytes: "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", code: .malformedResponse),
        Case(name: "a field name with a blank", bytes: "HTTP/1.1 200 OK\r\nA B: c\r\n\r\n", code: .malformedResponse),
        Case(
            name: "a length that is no number", bytes: "HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n",
            code: .malformedResponse),
        Case(
            name: "a negative length", bytes: "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", code: .malformedResponse),
        Case(
            name: "a field line of 1 MB",
            bytes: "HTTP/1.1 200 OK\r\nA: \(String(repeating: "a", count: 1 << 20))\r\n\r\n",
            code: .malformedResponse),
        Case(
            name: "a head of 1 MB",
            bytes: "HTTP/1.1 200 OK\r\n"
                + String(repeating: "A: \(String(repeating: "a", count: 1000))\r\n", count: 1000)
                + "\r\n", code: .malformedResponse),
        Case(
            name: "half a JSON", bytes: "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"half\":",
            code: .connectionClosed,
            isWithinBody: true),
        Case(
            name: "half a chunk", bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf",
            code: .connectionClosed, isWithinBody: true),
        Case(
            name: "no last chunk", bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
            code: .connectionClosed, isWithinBody: true),
        Case(
            name: "no end of the last chunk",
            bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n",
            code: .connectionClosed, isWithinBody: true),
        Case(
            name: "a chunk size that is no number",
            bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n", code: .malformedResponse,
            isWithinBody: true),
        Case(
            name: "a chunk longer than its size",
            bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhalf\r\n0\r\n\r\n",
            code: .malformedResponse,
            isWithinBody: true),
    ]

    @Test(arguments: cases, RawServer.Listening.allCases)
    func response(_ wrong: Case, on listening: RawServer.Listening) async throws {
        let server = try RawServer(listening) { connection in
            _ = try connection.receiveHead()
            try connection.send(wrong.bytes)
            connection.closeWrite()
            try connection.stall()
        }
        let client = HTTPClient()
        let error = await transportError { _ = try await client.exchange(get(), with: server.endpoint) }
        #expect(error?.code == wrong.code, "\(error?.message ?? "no error")")
        #expect(error?.isWithinBody == wrong.isWithinBody)
    }

    @Test func `a reset connection keeps its error number`() async throws {
        let server = try RawServer(.tcp) { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf")
            connection.reset()
        }
        let client = HTTPClient()
        let error = await transportError { _ = try await client.exchange(get(), with: server.endpoint) }
        #expect(error?.code == .connectionClosed)
        #expect(error?.isWithinBody == true)
        #expect(error?.errno == 104)
    }

    @Test func `what came before a cut is still read`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf")
        }
        let client = HTTPClient()
        let response = try await client.send(get(), to: server.endpoint)
        var text = ""
        let error = await transportError {
            for try await bytes in response.body { text += String(decoding: bytes, as: UTF8.self) }
        }
        #expect(text == "half")
        #expect(error?.code == .connectionClosed)
    }

    @Test func `interim responses are skipped, folded lines joined, trailers ignored`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
            try connection.send("HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\nA: b\r\n  c\r\n\r\n")
            try connection.send("2\r\nOK\r\n0\r\nTrailer: t\r\n\r\n")
            try connection.stall()
        }
        let client = HTTPClient()
        let response = try await client.send(get(), to: server.endpoint)
        #expect(response.head.status.code == 200)
        #expect(response.head.status.reasonPhrase == "Fine")
        #expect(response.head.headerFields.count == 2)
        #expect(response.head.headerFields[.init("A")!] == "b c")
        #expect(try await response.body.collect(upTo: 10) == Array("OK".utf8))
    }
}
