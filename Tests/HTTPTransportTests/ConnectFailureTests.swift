import AgentTesting
import Glibc
import HTTPTransport
import Testing

/// The ways in which no connection comes about.
@Suite(.timeLimit(.minutes(2))) struct ConnectFailureTests {
    @Test func `no such file`() async {
        let endpoint = HTTPEndpoint.unix(path: "/nonexistent/engine.sock")
        let error = await transportError { _ = try await HTTPClient().send(get("/a?secret=b"), to: endpoint) }
        #expect(error?.code == .noSuchFile)
        #expect(error?.errno == ENOENT)
        #expect(error?.reportCode == "transport.no-such-file")
        #expect(error?.summary == "GET /a at unix:///nonexistent/engine.sock: there is no such file")
        #expect(error?.isConnectFailure == true)
    }

    @Test(arguments: RawServer.Listening.allCases)
    func `nobody listens`(_ listening: RawServer.Listening) async throws {
        let endpoint = try await abandonedEndpoint(listening)
        defer { if case .unix(let path, _) = endpoint { unlink(path) } }
        let error = await transportError { _ = try await HTTPClient().send(get(), to: endpoint) }
        #expect(error?.code == .connectionRefused)
        #expect(error?.errno == ECONNREFUSED)
    }

    @Test func `a path that is too long`() async {
        let endpoint = HTTPEndpoint.unix(path: "/" + String(repeating: "a", count: 200))
        let error = await transportError { _ = try await HTTPClient().send(get(), to: endpoint) }
        #expect(error?.code == .connectFailed)
    }

    @Test func `an unknown host`() async {
        let endpoint = HTTPEndpoint.tcp(scheme: .http, host: "nobody.invalid", port: 80)
        let error = await transportError { _ = try await HTTPClient().send(get(), to: endpoint) }
        #expect(error?.code == .connectFailed)
    }

    @Test func `no descriptor left`() async {
        // In a process of its own, which cannot open another file.
        await #expect(processExitsWith: .success) {
            let client = HTTPClient()
            let server = try RawServer(script: answering(okResponse))
            _ = try await client.exchange(get(), with: server.endpoint)
            var limit = rlimit(rlim_cur: 0, rlim_max: 0)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            limit.rlim_cur = 0
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let endpoint = HTTPEndpoint.unix(path: "/nonexistent/engine.sock")
            let error = await transportError { _ = try await client.send(get(), to: endpoint) }
            #expect(error?.code == .connectFailed)
            #expect(error?.errno == EMFILE)
        }
    }

    @Test(arguments: ["", "relative", "/with blank", "/line\r\nHost: x", "/ümlaut"])
    func `a path that cannot be sent`(_ path: String) async throws {
        let server = try RawServer(script: answering(okResponse))
        let error = await transportError { _ = try await HTTPClient().send(get(path), to: server.endpoint) }
        #expect(error?.code == .invalidRequest)
        #expect(server.connections.isEmpty)
    }

    /// The address of a socket that is still there, but has no server any more.
    private func abandonedEndpoint(_ listening: RawServer.Listening) async throws -> HTTPEndpoint {
        switch listening {
        case .tcp:
            let server = try RawServer(.tcp, script: answering(okResponse))
            server.stop()
            return server.endpoint
        case .unix:
            let path = "/tmp/abandoned-\(getpid())-\(UInt32.random(in: 0 ... .max))"
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            let result = withUnsafeBytes(of: &address) {
                bind(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t($0.count))
            }
            try #require(result == 0)
            close(descriptor)
            return .unix(path: path)
        }
    }
}
