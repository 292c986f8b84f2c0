import AgentLauncher
import Glibc
import Testing

/// What the launcher does when it is run once more.
@Suite(.timeLimit(.minutes(2))) struct LauncherErrandTests {
    private func run(_ errand: AgentLauncher.Errand) async throws -> LauncherProcess.Result {
        try await LauncherProcess().run(arguments: errand.arguments)
    }

    @Test func itLooksForAProgramAsForACommand() async throws {
        #expect(try await run(.find(program: "sh")).status == 0)
        #expect(try await run(.find(program: "/bin/sh")).status == 0)
        #expect(try await run(.find(program: "no-such-program")).status == AgentLauncher.ExitStatus.notFound)
        #expect(try await run(.find(program: "/etc/passwd")).status == AgentLauncher.ExitStatus.notExecutable)
        #expect(try await run(.find(program: "")).status == AgentLauncher.ExitStatus.notFound)
    }

    @Test func itConnectsToAPort() async throws {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(server) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(server, $0, size) == 0 && listen(server, 8) == 0 && getsockname(server, $0, &size) == 0
            }
        }
        try #require(isListening)
        let port = Int(UInt16(bigEndian: address.sin_port))
        for host in [nil, "127.0.0.1"] {
            #expect(try await run(.connect(port: port, address: host)).status == 0)
        }
        let refused = try await run(.connect(port: port, address: "127.0.0.99"))
        #expect(
            refused.status == 1 && refused.errors == "launcher: cannot connect to port '\(port)': connection refused\n")
        // It only understands what cannot be another thing.
        for host in ["127.1", "127.0.0.256", "1.2.3.4.5", "localhost", ""] {
            #expect(try await run(.connect(port: port, address: host)).status == 125)
        }
        #expect(try await run(.connect(port: 0, address: nil)).status == 125)
        #expect(try await run(.relay(port: 65536, address: nil)).status == 125)
    }
}
