import AgentTesting
import HTTPTransport
import HTTPTypes
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct ConnectionReuseTests {
    @Test(arguments: RawServer.Listening.allCases)
    func `requests one after another share a connection`(_ listening: RawServer.Listening) async throws {
        let server = try RawServer(listening, script: answering(okResponse))
        let client = HTTPClient()
        for _ in 0..<20 {
            let answer = try await client.exchange(get("/a?b=c%20d"), with: server.endpoint)
            #expect(answer == (200, "OK"))
        }
        #expect(server.connections.count == 1)
        let host = if case .tcp(_, let host, let port) = server.endpoint { "\(host):\(port)" } else { "localhost" }
        let text = try #require(server.connections.first?.receivedText)
        #expect(text.hasPrefix("GET /a?b=c%20d HTTP/1.1\r\nHost: \(host)\r\n\r\n"))
    }

    @Test func `requests at the same time have connections of their own`() async throws {
        let gate = try RawGate()
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.wait(for: gate)
            try connection.send(okResponse)
            try connection.stall()
        }
        let client = HTTPClient()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try await client.exchange(get(), with: server.endpoint).status } }
            group.addTask {
                while server.connections.count < 20 { await Task.yield() }
                gate.open()
                return 200
            }
            for try await status in group { #expect(status == 200) }
        }
    }

    @Test func `a response that ends with its connection is not reused`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\n\r\nuntil the end")
        }
        let client = HTTPClient()
        for _ in 0..<3 {
            #expect(try await client.exchange(get(), with: server.endpoint).body == "until the end")
        }
        #expect(server.connections.count == 3)
    }

    /// The race that every kept connection has: the server closes just as the next request arrives.
    @Test(arguments: [HTTPRequest.Method.get, .head, .delete, .put])
    func `an idempotent request on a stale connection is sent again`(_ method: HTTPRequest.Method) async throws {
        let server = try RawServer(script: closingOnTheSecondRequest)
        let client = HTTPClient()
        _ = try await client.exchange(get(), with: server.endpoint)
        let request = HTTPRequest(method: method, scheme: nil, authority: nil, path: "/again")
        #expect(try await client.exchange(request, with: server.endpoint).status == 200)
        #expect(server.connections.count == 2)
        #expect(server.connections[1].receivedText.hasPrefix("\(method.rawValue) /again "))
    }

    @Test(arguments: [HTTPRequestBody.none, .bytes(Array("{}".utf8))])
    func `a POST on a stale connection is never sent twice`(_ body: HTTPRequestBody) async throws {
        let server = try RawServer(script: closingOnTheSecondRequest)
        let client = HTTPClient()
        _ = try await client.exchange(get(), with: server.endpoint)
        let error = await transportError {
            _ = try await client.exchange(post("/once"), with: server.endpoint, body: body)
        }
        #expect(error?.code == .connectionClosed)
        let posts = server.connections.filter { $0.receivedText.contains("POST /once") }
        #expect(posts.count == 1)
    }

    @Test func `a streamed body has a connection of its own`() async throws {
        let server = try RawServer(script: closingOnTheSecondRequest)
        let client = HTTPClient()
        _ = try await client.exchange(get(), with: server.endpoint)
        let body = HTTPRequestBody.stream(pieces(["{}"]), length: nil)
        #expect(try await client.exchange(post("/own"), with: server.endpoint, body: body).status == 200)
        #expect(server.connections.count == 2)
    }

    @Test func `a connection that the server closed while idle is not used`() async throws {
        let closed = try RawGate()
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send(okResponse)
            if connection.index == 0 {
                connection.close()
                closed.open()
            }
        }
        let client = HTTPClient()
        _ = try await client.exchange(get(), with: server.endpoint)
        try await closed.opened()
        #expect(try await client.exchange(post(), with: server.endpoint).status == 200)
    }

    /// Handles keep their options for a like request; nothing of one request may show in another.
    @Test func `requests of all kinds one after the other`() async throws {
        let server = try RawServer { connection in
            while true {
                let head = try connection.receiveHead()
                if head.contains("Content-Length: 3") { _ = try connection.receive(3) }
                // One chunk of three bytes, and the last one.
                if head.contains("chunked") { _ = try connection.receive(13) }
                try connection.send(head.hasPrefix("HEAD") ? "HTTP/1.1 200 OK\r\n\r\n" : okResponse)
            }
        }
        let client = HTTPClient()
        func send(_ method: HTTPRequest.Method, _ path: String, _ field: String? = nil, _ body: HTTPRequestBody = .none)
            async throws
        {
            var request = HTTPRequest(method: method, scheme: nil, authority: nil, path: path)
            if let field { request.headerFields[.userAgent] = field }
            _ = try await client.exchange(request, with: server.endpoint, body: body)
        }
        try await send(.get, "/1")
        try await send(.get, "/2")
        try await send(.get, "/3", "a")
        try await send(.get, "/4", "b")
        try await send(.post, "/5")
        try await send(.post, "/6")
        try await send(.get, "/7")
        try await send(.post, "/8", nil, .bytes(Array("abc".utf8)))
        try await send(.delete, "/9")
        try await send(.put, "/10", nil, .stream(pieces(["xyZ"]), length: nil))
        try await send(.head, "/11")
        try await send(.get, "/12")
        let host = "Host: localhost\r\n"
        let expected =
            "GET /1 HTTP/1.1\r\n\(host)\r\nGET /2 HTTP/1.1\r\n\(host)\r\n"
            + "GET /3 HTTP/1.1\r\n\(host)User-Agent: a\r\n\r\nGET /4 HTTP/1.1\r\n\(host)User-Agent: b\r\n\r\n"
            + "POST /5 HTTP/1.1\r\n\(host)Content-Length: 0\r\n\r\nPOST /6 HTTP/1.1\r\n\(host)Content-Length: 0\r\n\r\n"
            + "GET /7 HTTP/1.1\r\n\(host)\r\nPOST /8 HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nabc"
            + "DELETE /9 HTTP/1.1\r\n\(host)\r\n"
            + "HEAD /11 HTTP/1.1\r\n\(host)\r\nGET /12 HTTP/1.1\r\n\(host)\r\n"
        let streamed = "PUT /10 HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n3\r\nxyZ\r\n0\r\n\r\n"
        #expect(server.connections.map(\.receivedText) == [expected, streamed])
    }

    @Test func `redirects are answers like any other`() async throws {
        let server = try RawServer(
            script: answering("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"))
        let response = try await HTTPClient().send(get(), to: server.endpoint)
        #expect(response.head.status.code == 302)
        #expect(response.head.headerFields[.location] == "/elsewhere")
    }

    private let closingOnTheSecondRequest: RawServer.Script = { connection in
        _ = try connection.receiveHead()
        try connection.send(okResponse)
        _ = try connection.receiveHead()
        if connection.index == 0 { return }
        try connection.send(okResponse)
        try connection.stall()
    }
}
