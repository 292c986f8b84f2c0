import AgentTesting
import Glibc
import HTTPTransport
import HTTPTypes
import Testing

/// What a client leaves behind: nothing.
@Suite(.timeLimit(.minutes(2))) struct ResourceTests {
    @Test func `shutdown ends transfers and later requests`() async throws {
        let requested = try RawGate()
        let server = try RawServer { connection in
            _ = try connection.receiveHead()
            requested.open()
            try connection.stall()
        }
        let client = HTTPClient()
        let task = Task { await transportError { _ = try await client.send(get(), to: server.endpoint) } }
        try await requested.opened()
        client.shutdown()
        #expect(await task.value?.code == .shutdown)
        let error = await transportError { _ = try await client.send(get(), to: server.endpoint) }
        #expect(error?.code == .shutdown)
        client.shutdown()
    }

    @Test func `a client that is dropped takes its thread and its connections with it`() async throws {
        let server = try RawServer { connection in
            while true {
                let head = try connection.receiveHead()
                if head.hasPrefix("POST") {
                    try connection.send("HTTP/1.1 101 Switching\r\n\r\n")
                    try connection.stall()
                }
                try connection.send(okResponse)
            }
        }
        for _ in 0..<20 {
            let client = HTTPClient()
            _ = try await client.exchange(get(), with: server.endpoint)
            _ = try await client.upgrade(post(), to: server.endpoint)
        }
        // Every connection of a client that is gone ends with it; the server sees it.
        #expect(server.connections.count == 40)
        for connection in server.connections { try await connection.whenEnded() }
    }

    @Test func `no thread and no descriptor is left`() async {
        // In a process of its own, as other tests open descriptors at the same time.
        await #expect(processExitsWith: .success) {
            let server = try RawServer(script: answering(okResponse))
            var before: [Int32: String] = [:]
            for round in 0..<30 {
                let client = HTTPClient()
                _ = try await client.exchange(get(), with: server.endpoint)
                client.shutdown()
                for connection in server.connections { try await connection.whenEnded() }
                #expect(!threadNames().contains("http-transport"))
                // The first round opens what the libraries keep.
                if round == 0 { before = openDescriptors() }
            }
            // Two for the gate that each connection of the server has.
            #expect(openDescriptors().count - before.count == 29 * 2)
        }
    }

    @Test(arguments: RawServer.Listening.allCases)
    func `connections are close-on-exec`(_ listening: RawServer.Listening) async throws {
        let server = try RawServer(listening) { connection in
            if try connection.receiveHead().hasPrefix("POST") {
                try connection.send("HTTP/1.1 101 Switching\r\n\r\n")
            } else {
                try connection.send(okResponse)
            }
            try connection.stall()
        }
        let client = HTTPClient()
        _ = try await client.exchange(get(), with: server.endpoint)
        let upgrade = try await client.upgrade(post(), to: server.endpoint)
        let ours = openDescriptors().keys.filter { peer(of: $0) == server.endpoint }
        #expect(ours.count == 2)
        for descriptor in ours { #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0) }
        withExtendedLifetime(upgrade) {}
    }

    /// Where a socket is connected to, if it is one.
    private func peer(of descriptor: Int32) -> HTTPEndpoint? {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
        }
        guard result == 0 else { return nil }
        let family = Int32(address.ss_family)
        return withUnsafeBytes(of: &address) { bytes in
            switch family {
            case AF_UNIX:
                let path = bytes.dropFirst(MemoryLayout<sa_family_t>.size).prefix { $0 != 0 }
                return .unix(path: String(decoding: path, as: UTF8.self))
            case AF_INET:
                let port = Int(bytes[2]) << 8 | Int(bytes[3])
                return .tcp(scheme: .http, host: "127.0.0.1", port: port)
            default: return nil
            }
        }
    }
}
