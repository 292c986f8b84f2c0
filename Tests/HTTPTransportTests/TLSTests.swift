import AgentTesting
import HTTPTransport
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(2))) struct TLSTests {
    enum Trust: CaseIterable, Sendable {
        case server, nobody, anybody, missingFile, wrongName

        var works: Bool { self == .server || self == .anybody }

        func configuration(_ front: TLSFront) -> TLSConfiguration {
            switch self {
            case .server, .wrongName: TLSConfiguration(caFile: "\(front.directory)/server.pem")
            case .nobody: TLSConfiguration()
            case .anybody: TLSConfiguration(verifyPeer: false)
            case .missingFile: TLSConfiguration(caFile: "\(front.directory)/missing.pem")
            }
        }
    }

    @Test(arguments: Trust.allCases)
    func `whom we trust`(_ trust: Trust) async throws {
        let server = try RawServer(.tcp, script: answering(okResponse))
        let front = try TLSFront(to: server, address: trust == .wrongName ? "127.0.0.9" : "127.0.0.1")
        let client = HTTPClient(tls: trust.configuration(front))
        let endpoint = front.endpoint
        guard trust.works else {
            let error = await transportError { _ = try await client.exchange(get(), with: endpoint) }
            #expect(error?.code == .tls, "\(error?.message ?? "no error")")
            let upgrade = await transportError { _ = try await client.upgrade(post(), to: endpoint) }
            #expect(upgrade?.code == .tls)
            return
        }
        for _ in 0..<3 { #expect(try await client.exchange(get(), with: endpoint).body == "OK") }
        #expect(server.connections.count == 1)
    }

    @Test func `who we are`() async throws {
        let server = try RawServer(.tcp, script: answering(okResponse))
        let front = try TLSFront(to: server, asksForClient: true)
        let anonymous = HTTPClient(tls: TLSConfiguration(caFile: "\(front.directory)/server.pem"))
        let error = await transportError { _ = try await anonymous.exchange(get(), with: front.endpoint) }
        // In TLS 1.3 the server refuses us after the handshake: we get its alert, or lose the connection while we send.
        #expect(error?.code == .tls || error?.code == .connectionClosed, "\(error?.message ?? "no error")")
        let known = HTTPClient(
            tls: TLSConfiguration(
                caFile: "\(front.directory)/server.pem", certificateFile: "\(front.directory)/client.pem",
                keyFile: "\(front.directory)/client.key"))
        #expect(try await known.exchange(get(), with: front.endpoint).body == "OK")
        let keyless = HTTPClient(
            tls: TLSConfiguration(
                caFile: "\(front.directory)/server.pem", certificateFile: "\(front.directory)/client.pem",
                keyFile: "\(front.directory)/missing.key"))
        let missing = await transportError { _ = try await keyless.exchange(get(), with: front.endpoint) }
        #expect(missing?.code == .tls)
    }

    @Test func `a server that does not speak TLS`() async throws {
        let server = try RawServer(.tcp) { connection in
            _ = try connection.receiveSome()
            try connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
        }
        guard case .tcp(_, let host, let port) = server.endpoint else { return }
        let endpoint = HTTPEndpoint.tcp(scheme: .https, host: host, port: port)
        let error = await transportError { _ = try await HTTPClient().exchange(get(), with: endpoint) }
        #expect(error?.code == .tls, "\(error?.message ?? "no error")")
    }

    @Test func `large bodies both ways`() async throws {
        let size = 16 << 20
        let server = try RawServer(.tcp) { connection in
            _ = try connection.receiveHead()
            var left = size
            while left > 0 { left -= try connection.receiveSome().count }
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            try connection.send([UInt8](repeating: 0, count: size))
            try connection.stall()
        }
        let front = try TLSFront(to: server)
        let client = HTTPClient(tls: TLSConfiguration(caFile: "\(front.directory)/server.pem"))
        let body = HTTPRequestBody.stream(ZeroBlocks(count: size >> 16), length: Int64(size))
        let response = try await client.send(post(), to: front.endpoint, body: body)
        #expect(try await response.body.collect(upTo: size).count == size)
    }

    @Test func `an upgrade over TLS`() async throws {
        let size = 4 << 20
        let server = try RawServer(.tcp) { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 101 UPGRADED\r\n\r\nfirst")
            try connection.send(try connection.receive(5))
            try connection.send([UInt8](repeating: 0, count: size))
            let rest = try connection.receiveToEnd()
            try connection.send("\(rest)")
        }
        let front = try TLSFront(to: server)
        let client = HTTPClient(tls: TLSConfiguration(caFile: "\(front.directory)/server.pem"))
        guard case .connection(_, let connection) = try await client.upgrade(post(), to: front.endpoint) else {
            Issue.record("no upgrade")
            return
        }
        try await connection.write(Array("hello".utf8))
        var inbound = connection.inbound.makeAsyncIterator()
        var received: [UInt8] = []
        while received.count < 10 + size { received += try #require(try await inbound.next()) }
        #expect(received.prefix(10) == Array("firsthello".utf8)[...])
        try await connection.write([UInt8](repeating: 0, count: size))
        try await connection.closeWrite()
        #expect(try await connection.inbound.collect(upTo: 100) == Array("\(size)".utf8))
    }
}
