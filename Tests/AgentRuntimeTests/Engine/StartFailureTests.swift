import AgentTesting
import Diagnostics
import EngineAPI
import Glibc
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct StartFailureTests {
    /// What a start is said to have failed by, when the engine lacks a program for its firewall.
    private func failure(publishing port: Int) async throws -> RunError {
        let engine = try ScriptedEngine(
            .podman,
            answers: [
                "POST /containers/*/start": .failure(500, "netavark: nft did not execute: No such file or directory")
            ])
        let client = try await engine.connect()
        defer { client.shutdown() }
        let refusal = try await #require(throws: EngineError.self) { try await client.containers.start("c1") }
        var options = RunOptions(
            image: "x", name: "c1", identity: AgentIdentity.testing(project: "p", agent: "agent"))
        options.ports = [PortMapping(host: port, container: 8080)]
        return await StartFailure(engine: client, options: options, refusal: refusal).explain()
    }

    /// A free port is blamed for nothing.
    @Test func theEnginesWordsStandAlone() async throws {
        let error = try await failure(publishing: 0)
        #expect(error.code == .startRefused)
        #expect(error.details == ["the engine says: netavark: nft did not execute: No such file or directory"])
        #expect(error.hint == nil)
    }

    @Test func aPortThatIsInUseIsNamed() async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        #expect(isBound)
        let port = Int(UInt16(bigEndian: address.sin_port))
        #expect(try await failure(publishing: port).hint?.contains("127.0.0.1:\(port)") == true)
    }
}
