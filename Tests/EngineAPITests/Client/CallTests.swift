import AgentTesting
import AgentValues
import EngineAPI
import Testing

/// What a call makes of an answer.
@Suite(.timeLimit(.minutes(1))) struct CallTests {
    /// A client of an engine that gives one answer to everything.
    private func client(
        answering answer: String, timeouts: EngineTimeouts = .default
    ) async throws -> (EngineClient, RawServer) {
        let server = try RawServer.engine { _, connection in try connection.send(answer) }
        return (try await EngineClient.connect(to: server.address, timeouts: timeouts), server)
    }

    private static func answer(_ status: Int, _ body: String) -> String {
        "HTTP/1.1 \(status) Whatever\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test(arguments: [
        (400, EngineError.Code.badRequest), (401, .unauthorized), (403, .forbidden), (404, .notFound), (409, .conflict),
        (500, .serverError), (503, .serverError), (301, .unexpectedStatus), (418, .unexpectedStatus),
    ])
    func eachStatusHasItsCode(_ status: Int, _ code: EngineError.Code) async throws {
        let (client, server) = try await client(answering: Self.answer(status, #"{"message":"because"}"#))
        let error = try #require(
            await #expect(throws: EngineError.self) { try await client.containers.inspect("web") })
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.engineMessage == "because")
        #expect(error.method == "GET")
        #expect(error.endpoint == "/containers/{id}/json")
        #expect(error.object == "web")
        #expect(error.summary == "cannot inspect container 'web': the engine answered \(status): because")
        #expect(error.reportCode == "engine.\(code.rawValue)")
        server.stop()
    }

    @Test(arguments: [
        (#"{"cause":"root","message":"all of it","response":500}"#, "all of it" as String?),
        (#"{"cause":"root","message":""}"#, "root"), (#"{"message":""}"#, nil), ("Not Found", nil), ("", nil),
        ("[]", nil),
        (#"{"message":{}}"#, nil),
    ])
    func theEnginesWordsAreFound(_ body: String, _ words: String?) async throws {
        let (client, server) = try await client(answering: Self.answer(500, body))
        let error = await #expect(throws: EngineError.self) { try await client.containers.inspect("web") }
        #expect(error?.engineMessage == words)
        #expect(error?.status == 500)
        server.stop()
    }

    @Test(arguments: [
        ("", "the answer's JSON is not valid"), (#"{"Id":"#, "the answer's JSON is not valid"),
        ("secret", "the answer's JSON is not valid"), (#"{"Name":"/web"}"#, "the answer's JSON has no key 'Id'"),
        (#"{"Id":1}"#, "the answer's JSON at .Id is not of type String"),
        (#"{"Id":"a","State":{"ExitCode":"x"}}"#, "the answer's JSON at .State.ExitCode is not of type Int"),
        ("[]", "the answer's JSON is not of type Dictionary<String, Any>"),
    ])
    func anAnswerThatIsNotWhatItShouldBeIsADecodingError(_ body: String, _ message: String) async throws {
        let (client, server) = try await client(answering: Self.answer(200, body))
        let error = await #expect(throws: EngineError.self) { try await client.containers.inspect("web") }
        #expect(error?.code == .decoding)
        #expect(error?.message == message)
        server.stop()
    }

    @Test func halfAnAnswerIsATransportError() async throws {
        let server = try RawServer.engine { _, connection in
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Id\":\"abc\",")
            throw HangUp()
        }
        let client = try await EngineClient.connect(to: server.address)
        let error = await #expect(throws: EngineError.self) { try await client.containers.inspect("web") }
        #expect(error?.code == .transport)
        #expect(error?.status == nil)
    }

    @Test func anAnswerThatDoesNotComeIsATimeout() async throws {
        let server = try RawServer.engine { _, connection in try connection.stall() }
        let client = try await EngineClient.connect(
            to: server.address, timeouts: EngineTimeouts(request: .milliseconds(200)))
        let error = await #expect(throws: EngineError.self) { try await client.containers.inspect("web") }
        #expect(error?.code == .timedOut)
    }

    @Test func aStreamKnowsNoTimeLimit() async throws {
        let gate = try RawGate()
        let server = try RawServer.engine { _, connection in
            try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            try connection.wait(for: gate)
            try connection.send("b\r\n\u{1}\0\0\0\0\0\0\u{3}abc\r\n0\r\n\r\n")
        }
        let client = try await EngineClient.connect(
            to: server.address, timeouts: EngineTimeouts(request: .milliseconds(150)))
        let log = try await client.containers.logs("web", LogOptions(follow: true), tty: false)
        let opener = Task {
            try await Task.sleep(for: .milliseconds(400))
            gate.open()
        }
        let bytes = try await log.reduce(into: []) { $0 += $1.bytes }
        #expect(bytes == Array("abc".utf8))
        try await opener.value
    }

    @Test(arguments: ["", ".", "..", "a/../b", "a//b", "a b", "a\nb", "/a", "a/"])
    func aNameThatChangesThePathIsNotSent(_ name: String) async throws {
        let server = try RawServer.engine { _, _ in throw HangUp() }
        let client = try await EngineClient.connect(to: server.address)
        let error = await #expect(throws: EngineError.self) { try await client.containers.inspect(name) }
        #expect(error?.code == .invalidArgument)
        #expect(!server.connections.contains { $0.receivedText.contains("/containers") })
    }

    @Test func pathsAndQueriesAreEscaped() async throws {
        let lines = try await [
            requestLine { _ = try await $0.images.inspect("registry:5000/a/b@sha256:0f") },
            requestLine { _ = try await $0.containers.inspect("a?b#c%") },
            requestLine { try await $0.containers.kill("web", signal: "a&b=c d") },
            requestLine {
                _ = try await $0.containers.list(all: true, filters: ["label": ["a=b", "c"], "id": ["ü"]])
            },
        ]
        #expect(
            lines == [
                "GET /v1.41/images/registry:5000/a/b@sha256:0f/json HTTP/1.1",
                "GET /v1.41/containers/a%3Fb%23c%25/json HTTP/1.1",
                "POST /v1.41/containers/web/kill?signal=a%26b%3Dc%20d HTTP/1.1",
                "GET /v1.41/containers/json?all=1&filters=%7B%22id%22%3A%5B%22%C3%BC%22%5D%2C%22label%22%3A%5B%22a%3Db%22%2C%22c%22"
                    + "%5D%7D HTTP/1.1",
            ])
    }

    /// The first line of the request that a call makes; its answer is a 500.
    private func requestLine(_ call: (EngineClient) async throws -> Void) async throws -> String {
        let (client, server) = try await client(answering: Self.answer(500, ""))
        await #expect(throws: EngineError.self) { try await call(client) }
        let text = server.connections.map(\.receivedText).joined()
        return text.split(separator: "\r\n").last { $0.hasSuffix("HTTP/1.1") }.map(String.init) ?? ""
    }

    @Test func errorsNeverShowWhatWasSent() async throws {
        let (client, server) = try await client(answering: Self.answer(500, "echo of hunter2"))
        let configuration = ContainerConfiguration(image: "a", command: ["b"], environment: ["PASSWORD=hunter2"])
        let error = try #require(
            await #expect(throws: EngineError.self) {
                try await client.containers.create(configuration, name: "web")
            })
        #expect(!"\(error) \(error.details) \(error)".contains("hunter2"))
        #expect(error.object == "web")
        server.stop()
    }
}
