import AgentTesting
import EngineAPI
import FoundationEssentials
import Glibc
import Testing

@testable import AgentRuntime

/// What is known of the way to a container.
@Suite(.timeLimit(.minutes(5))) struct ContainerReachTests {
    @Test(arguments: TestEngine.allCases) func theWayIsReadFromTheKernel(engine: TestEngine) async throws {
        try await withAgent(on: engine, "reach") { agent in
            var options = agent.options(["httpd", "-f", "-p", "8080", "-h", "/bin"])
            options.ports = [PortMapping(host: 0, container: 8080)]
            options.readiness = Probe(.tcp(port: 8080))
            let info = try await agent.runtime.run(options).container
            let found = try await agent.client.containers.inspect(info.id.rawValue)
            let process = try #require(ContainerProcess(of: found))
            #expect(process.number == found.state.pid && process.keeper != getpid())
            #expect(!NetworkNamespace.isOwn(ofProcess: process.number))
            // Tests run in the network of their engine.
            #expect(
                ContainerReach(found)
                    == ContainerReach(found, addresses: found.network.networks.values.compactMap(\.address)))
            #expect(PublishedPorts(of: found, on: agent.client.address).reachable == info.ports)
            // The same number is another process for whoever sees other processes; and nothing is known of one that has ended.
            var other = found
            other.id = String(repeating: "0", count: 64)
            other.state.pid = Int(getpid())
            #expect(ContainerReach(other) == ContainerReach(other, addresses: [], hasItsPorts: false))
            let nowhere = PublishedPorts(of: other, on: agent.client.address)
            #expect(nowhere.reachable.isEmpty && nowhere.unreachable == info.ports)
        }
    }

    @Test func anEngineOnAnotherHostPublishesThere() throws {
        let json = """
            {"Id": "x", "NetworkSettings": {"Ports": {
                "80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "1"}], "81/tcp": [{"HostIp": "127.0.0.1", "HostPort": "2"}],
                "82/tcp": [{"HostIp": "192.0.2.7", "HostPort": "3"}]}}}
            """
        let container = try JSONDecoder().decode(ContainerInspection.self, from: Data(json.utf8))
        func text(_ engine: EngineAddress) -> [[String]] {
            let ports = PublishedPorts(of: container, on: engine)
            return [ports.reachable, ports.unreachable].map { $0.map(\.description) }
        }
        #expect(
            text(.tcp(host: "docker", port: 2375))
                == [["docker:1->80/tcp", "192.0.2.7:3->82/tcp"], ["127.0.0.1:2->81/tcp"]])
        #expect(text(.unix(path: "/forwarded.sock"))[0].isEmpty)
    }

    @Test func whatIsOnALinkOfOursIsKnown() {
        #expect(LocalLinks().lead(to: "127.0.0.9"))
        #expect(!LocalLinks().lead(to: "198.51.100.1") && !LocalLinks().lead(to: "::1") && !LocalLinks().lead(to: ""))
        #expect(NetworkNamespace.isOwn(ofProcess: Int(getpid())) && !NetworkNamespace.isOwn(ofProcess: 0))
    }
}

extension ContainerReach {
    fileprivate init(_ container: ContainerInspection, addresses: [String], hasItsPorts: Bool = true) {
        self.init(container)
        (self.addresses, self.hasItsPorts) = (addresses, hasItsPorts)
    }
}
