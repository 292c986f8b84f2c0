import AgentTesting
import Diagnostics
import EngineAPI
import Glibc
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct PortCheckHookTests {
    /// A socket of this process at a free port of the loopback address.
    private final class HeldPort: Sendable {
        let descriptor: CInt
        let mapping: PortMapping

        init(_ transport: PortMapping.TransportProtocol, ipv6: Bool = false) throws {
            let kind = Int32(transport == .tcp ? SOCK_STREAM.rawValue : SOCK_DGRAM.rawValue)
            descriptor = socket(ipv6 ? AF_INET6 : AF_INET, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
            var storage = sockaddr_in6()
            var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
            storage.sin6_family = sa_family_t(ipv6 ? AF_INET6 : AF_INET)
            // The loopback address; that of IPv4 stands where IPv6 has its flow.
            if ipv6 {
                storage.sin6_addr = in6addr_loopback
            } else {
                storage.sin6_flowinfo = UInt32(0x7F00_0001).bigEndian
            }
            let descriptor = descriptor
            let result = withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    let bound = bind(descriptor, address, ipv6 ? size : 16)
                    return bound != 0 ? bound : getsockname(descriptor, address, &size)
                }
            }
            try #require(result == 0)
            if transport == .tcp { listen(descriptor, 1) }
            mapping = PortMapping(
                host: Int(in_port_t(bigEndian: storage.sin6_port)), container: 80, protocol: transport,
                hostIP: ipv6 ? "::1" : "127.0.0.1")
        }

        deinit { close(descriptor) }
    }

    private func check(_ ports: [PortMapping]) async throws {
        try await HookCall().preRun(PortCheckHook()) { $0.ports = ports }
    }

    @Test(arguments: PortMapping.TransportProtocol.allCases, [false, true])
    func aTakenPortIsNamedWithItsHolder(transport: PortMapping.TransportProtocol, ipv6: Bool) async throws {
        let held = try HeldPort(transport, ipv6: ipv6)
        let error = try await #require(throws: PortTaken.self) { try await check([held.mapping]) }
        #expect(error.ports.first?.holder.hasPrefix("process \(getpid()) (") == true, "\(error.summary)")
        #expect(error.exitCode == .engineRefused)
        var any = held.mapping
        any.hostIP = ipv6 ? "::" : "0.0.0.0"
        await #expect(throws: PortTaken.self) { try await check([any]) }
        // The same number of the other protocol is another port.
        var other = held.mapping
        other.protocol = transport == .tcp ? .udp : .tcp
        other.host = 0
        try await check([other])
    }

    @Test func aFreePortIsFree() async throws {
        let mapping: PortMapping
        do { mapping = try HeldPort(.tcp).mapping }
        try await check([mapping, PortMapping(host: 0, container: 80)])
    }

    @Test func tablesAreRead() {
        let table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0
               1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1 0
               2: 0200007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0
               3: 0100007F:1F90 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 444 1 0
               4: 0000000000000000FFFF00000100007F:1F90 0:0 0A 00000000:00000000 00:00000000 00000000  0  0 555 1 0
            """
        let port = PortMapping(host: 8080, container: 80)
        #expect(PortHolder.sockets(in: table, holding: port) == ["111", "222", "555"])
    }

    @Test(arguments: TestEngine.allCases)
    func aContainerIsNamedUnlessItIsReplaced(engine: TestEngine) async throws {
        try await withAgent(on: engine, "port-check") { agent in
            var options = agent.options(["sleep", "1000"])
            options.ports = [PortMapping(host: 0, container: 80)]
            options.readiness = .started
            let container = try await agent.runtime.run(options).container
            let taken = [PortMapping(host: try #require(container.ports.first?.host), container: 8080)]
            let other = HookCall(project: agent.project, agent: "other", engine: agent.client)
            let error = try await #require(throws: PortTaken.self) {
                try await other.preRun(PortCheckHook()) { $0.ports = taken }
            }
            #expect(error.ports.first?.holder == "container '\(container.name)' (\(container.id.short))")
            let same = HookCall(project: agent.project, agent: "agent", engine: agent.client)
            try await same.preRun(PortCheckHook()) { $0.ports = taken }
        }
    }
}
