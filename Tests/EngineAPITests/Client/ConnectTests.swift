import AgentTesting
import Diagnostics
import EngineAPI
import Testing

/// Reaching an engine and agreeing on a version, on engines that answer what a test says.
@Suite(.timeLimit(.minutes(1))) struct ConnectTests {
    @Test(arguments: [
        ("1.40", APIVersion(1, 40)), ("1.41", APIVersion(1, 41)), ("1.45", APIVersion(1, 45)), ("1.51", .newest),
        ("2.0", .newest),
    ])
    func theLowerVersionIsSpoken(_ theirs: String, _ spoken: APIVersion) async throws {
        let server = try RawServer.engine(version: theirs) { line, connection in
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
            #expect(line.hasPrefix("GET /v\(spoken)/containers/json"))
        }
        let client = try await EngineClient.connect(to: server.address)
        #expect(client.apiVersion == spoken)
        #expect(try await client.containers.list().isEmpty)
    }

    @Test(arguments: ["1.39", "1.12", "0.99"])
    func anEngineThatIsTooOldIsRefused(_ theirs: String) async throws {
        let server = try RawServer.engine(version: theirs)
        let error = try #require(
            await #expect(throws: EngineError.self) { try await EngineClient.connect(to: server.address) })
        #expect(error.code == .unsupportedVersion)
        #expect(error.exitCode == .engineUnavailable)
        #expect(
            error.summary
                == "cannot reach the engine at \(server.address): this Docker 20.10.0 speaks the Engine API up to "
                + "\(theirs), and 1.40 is the oldest that is supported")
        #expect(error.hint != nil)
    }

    @Test(arguments: [
        ("Libpod-API-Version: 4.3.1\r\nServer: Libpod/4.3.1 (linux)\r\n", EngineKind.podman, "4.3.1" as String?),
        ("Server: Docker/20.10.24+dfsg1 (linux)\r\n", .docker, "20.10.24+dfsg1"),
        ("", .docker, nil),
    ])
    func theKindIsReadFromTheHeaders(_ headers: String, _ kind: EngineKind, _ version: String?) async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\(headers)Content-Length: 2\r\n\r\nOK")
        }
        let client = try await EngineClient.connect(to: server.address)
        #expect(client.kind == kind)
        #expect(client.serverVersion == version)
    }

    @Test(arguments: [
        ("", EngineError.Code.transport),
        ("\r\n\r\n\r\n", .notAnEngine),
        ("SSH-2.0-OpenSSH_9.2\r\n", .notAnEngine),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK", .notAnEngine),
        ("HTTP/1.1 200 OK\r\nApi-Version: one\r\nContent-Length: 2\r\n\r\nOK", .notAnEngine),
        ("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 9\r\n\r\nOK", .transport),
        ("HTTP/1.1 200 OK\r\nApi-Ver", .transport),
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", .notFound),
        ("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", .serverError),
    ])
    func whatIsNoEngineIsToldApart(_ answer: String, _ code: EngineError.Code) async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send(answer)
        }
        let error = await #expect(throws: EngineError.self) { try await EngineClient.connect(to: server.address) }
        #expect(error?.code == code)
    }

    @Test func silenceEndsWithTheTimeLimit() async throws {
        let server = try RawServer { try $0.stall() }
        let error = await #expect(throws: EngineError.self) {
            try await EngineClient.connect(
                to: server.address, timeouts: EngineTimeouts(request: .milliseconds(100)))
        }
        #expect(error?.code == .timedOut)
        #expect(error?.exitCode == .timedOut)
    }

    @Test func cancellationIsNoTimeout() async throws {
        let asked = try RawGate()
        let server = try RawServer { connection in
            asked.open()
            try connection.stall()
        }
        let task = Task { try await EngineClient.connect(to: server.address) }
        try await asked.opened()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func nobodyThereIsATransportError() async throws {
        let error = await #expect(throws: EngineError.self) {
            try await EngineClient.connect(to: .unix(path: "/nowhere/engine.sock"))
        }
        #expect(error?.code == .transport)
        #expect(error?.underlying.count == 1)
    }
}
