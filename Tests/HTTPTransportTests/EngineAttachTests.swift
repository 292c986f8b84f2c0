import AgentTesting
import HTTPTransport
import HTTPTypes
import Testing

/// Attach and exec on real engines: what upgrades are for.
@Suite(.timeLimit(.minutes(5))) struct EngineAttachTests {
    private struct Container {
        let id: String
        let client: HTTPClient
        let endpoint: HTTPEndpoint

        init(_ engine: TestEngine, command: String) async throws {
            client = HTTPClient()
            endpoint = engine.endpoint
            try await engine.ensureTestImage()
            var request = post("/containers/create?name=\(TestEngine.uniqueName("transport"))")
            request.headerFields[.contentType] = "application/json"
            let body =
                #"{"Image":"\#(TestEngine.image)","Cmd":\#(command),"OpenStdin":true,"StdinOnce":true,"#
                + #""AttachStdin":true,"AttachStdout":true,"Labels":{"aac-runtime.test":"true"},"#
                + #""HostConfig":{"NetworkMode":"none"}}"#
            let answer = try await client.exchange(request, with: endpoint, body: .bytes(Array(body.utf8)))
            let found = try #require(answer.body.split(separator: "\"").dropFirst(3).first, "\(answer)")
            id = String(found)
        }

        func remove() async throws {
            let request = HTTPRequest(
                method: .delete, scheme: nil, authority: nil, path: "/containers/\(id)?force=1&v=1")
            _ = try await client.exchange(request, with: endpoint)
        }
    }

    /// Runs the work with a container, and removes it however that ends.
    private func withContainer(
        _ engine: TestEngine, command: String, _ work: (Container) async throws -> Void
    ) async throws {
        let container = try await Container(engine, command: command)
        do {
            try await work(container)
        } catch {
            try await container.remove()
            throw error
        }
        try await container.remove()
    }

    private func hijack(
        _ container: Container, _ path: String, body: String = ""
    ) async throws -> HijackedConnection {
        var request = post(path)
        if !body.isEmpty { request.headerFields[.contentType] = "application/json" }
        let answer = try await container.client.upgrade(request, to: container.endpoint, body: Array(body.utf8))
        switch answer {
        case .connection(_, let connection): return connection
        case .refused(let head, let body):
            throw HTTPTransportError(
                .other, "\(head.status): \(String(decoding: body, as: UTF8.self))", endpoint: container.endpoint,
                request: path)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `attach: bytes go in and come back, and end when we end`(_ engine: TestEngine) async throws {
        try await withContainer(engine, command: #"["cat"]"#) { container in
            let connection = try await hijack(
                container, "/containers/\(container.id)/attach?stream=1&stdin=1&stdout=1&stderr=1")
            let start = try await container.client.exchange(
                post("/containers/\(container.id)/start"), with: container.endpoint)
            #expect(start.status == 204)
            try await connection.write(Array("hello\n".utf8))
            try await connection.closeWrite()
            // One frame of standard output: its type, three zeros, its length.
            #expect(
                try await connection.inbound.collect(upTo: 1 << 16)
                    == [1, 0, 0, 0, 0, 0, 0, 6] + Array("hello\n".utf8))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `exec: a connection beside the running container`(_ engine: TestEngine) async throws {
        try await withContainer(engine, command: #"["sleep","600"]"#) { container in
            let start = try await container.client.exchange(
                post("/containers/\(container.id)/start"), with: container.endpoint)
            #expect(start.status == 204)
            var request = post("/containers/\(container.id)/exec")
            request.headerFields[.contentType] = "application/json"
            let create = #"{"AttachStdin":true,"AttachStdout":true,"Tty":false,"Cmd":["sh","-c","cat; echo end"]}"#
            let answer = try await container.client.exchange(
                request, with: container.endpoint, body: .bytes(Array(create.utf8)))
            let exec = try #require(answer.body.split(separator: "\"").dropFirst(3).first, "\(answer)")
            let connection = try await hijack(
                container, "/exec/\(exec)/start", body: #"{"Detach":false,"Tty":false}"#)
            try await connection.write(Array("hello\n".utf8))
            try await connection.closeWrite()
            let output = try await connection.inbound.collect(upTo: 1 << 16)
            let text = String(decoding: output, as: UTF8.self)
            #expect(text.contains("hello\n") && text.hasSuffix("end\n"), "\(text.debugDescription)")
        }
    }
}
