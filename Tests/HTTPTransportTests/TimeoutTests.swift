import AgentTesting
import Diagnostics
import HTTPTransport
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(2))) struct TimeoutTests {
    let limit = Duration.milliseconds(150)

    /// How long a request took that ended with this error.
    private func failure(
        _ timeouts: HTTPTimeouts, _ server: RawServer, body: HTTPRequestBody = .none
    ) async -> (error: HTTPTransportError?, took: Duration) {
        let client = HTTPClient()
        let request = if case .none = body { get() } else { post() }
        let start = ContinuousClock.now
        let error = await transportError {
            _ = try await client.exchange(request, with: server.endpoint, body: body, timeouts: timeouts)
        }
        return (error, start.duration(to: .now))
    }

    @Test(arguments: RawServer.Listening.allCases)
    func `a server that never accepts`(_ listening: RawServer.Listening) async throws {
        let server = try RawServer(listening, accepts: false) { _ in }
        let client = HTTPClient()
        let endpoint = server.endpoint
        // The backlog takes one or two connections that then wait for an answer; the next ones find no room.
        try await withThrowingTaskGroup(of: HTTPTransportError.Code?.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let timeouts = HTTPTimeouts(connect: limit, total: .seconds(2))
                    return await transportError { _ = try await client.send(get(), to: endpoint, timeouts: timeouts) }?
                        .code
                }
            }
            var codes: [HTTPTransportError.Code?] = []
            for try await code in group { codes.append(code) }
            #expect(codes.contains(.connectTimedOut), "\(codes)")
            #expect(codes.allSatisfy { $0 == .connectTimedOut || $0 == .totalTimedOut }, "\(codes)")
        }
    }

    @Test func `a server that is silent`() async throws {
        let server = try RawServer { try $0.stall() }
        let (error, took) = await failure(HTTPTimeouts(idle: limit), server)
        #expect(error?.code == .idleTimedOut)
        #expect(error?.isWithinBody == false)
        #expect(error?.message == "the peer was silent for 150 ms")
        #expect(error?.exitCode == .timedOut)
        #expect(took >= limit && took < .seconds(10))
    }

    @Test func `a server that does not begin to answer`() async throws {
        let server = try RawServer { try $0.stall() }
        let (error, took) = await failure(HTTPTimeouts(head: limit), server)
        #expect(error?.code == .headTimedOut)
        #expect(error?.message == "no answer within 150 ms")
        #expect(error?.exitCode == .timedOut)
        #expect(took >= limit && took < .seconds(10))
    }

    @Test func `a server that falls silent within a body`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf")
            try connection.stall()
        }
        let (error, _) = await failure(HTTPTimeouts(idle: limit), server)
        #expect(error?.code == .idleTimedOut)
        #expect(error?.isWithinBody == true)
    }

    @Test func `a slow drip is not idle`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
            try connection.drip("0123456789", every: .milliseconds(40))
        }
        let timeouts = HTTPTimeouts(idle: .milliseconds(300))
        let answer = try await HTTPClient().exchange(get(), with: server.endpoint, timeouts: timeouts)
        #expect(answer.body == "0123456789")
    }

    @Test func `a slow drip ends with the total limit`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            try connection.drip(String(repeating: "a", count: 1000), every: .milliseconds(10))
        }
        let (error, took) = await failure(HTTPTimeouts(idle: limit, total: .milliseconds(300)), server)
        #expect(error?.code == .totalTimedOut)
        #expect(error?.isWithinBody == true)
        #expect(took >= .milliseconds(300) && took < .seconds(10))
    }

    @Test func `a peer that stops reading a request body is idle`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.stall()
        }
        let body = HTTPRequestBody.stream(ZeroBlocks(count: 1000), length: nil)
        let (error, _) = await failure(HTTPTimeouts(idle: limit), server, body: body)
        #expect(error?.code == .idleTimedOut)
    }

    @Test func `our own pauses are not idle`() async throws {
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\n")
            try connection.send([UInt8](repeating: 0, count: 8_388_608))
            try connection.stall()
        }
        let client = HTTPClient()
        // Long enough for a busy machine, and the pause longer still.
        let idle = Duration.milliseconds(700)
        let response = try await client.send(get(), to: server.endpoint, timeouts: HTTPTimeouts(idle: idle))
        try await Task.sleep(for: idle * 2)
        #expect(try await response.body.collect(upTo: 1 << 23).count == 1 << 23)
    }

    @Test func `no limit is no limit`() async throws {
        let gate = try RawGate()
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            try connection.wait(for: gate)
            try connection.send(okResponse)
        }
        let client = HTTPClient()
        async let answer = client.exchange(get(), with: server.endpoint, timeouts: .none)
        try await Task.sleep(for: limit)
        gate.open()
        #expect(try await answer.status == 200)
    }
}
