import AgentTesting
import AgentValues
import Diagnostics
import EngineAPI
import Testing

@testable import AgentRuntime
@testable import EngineAPI

/// Networks of projects, on both engines.
@Suite(.timeLimit(.minutes(3))) struct NetworkIsolationTests {
    /// Options of an agent on its project's network that serves HTTP on 8080.
    private static func server(_ agent: TestAgent, _ name: String = "agent") -> RunOptions {
        var options = agent.options(["httpd", "-f", "-p", "8080", "-h", "/bin"])
        options.identity = AgentIdentity.testing(project: agent.project, agent: name)
        options.name = options.identity.containerName
        options.network.mode = .project(of: agent.project)
        options.readiness = Probe(.tcp(port: 8080))
        return options
    }

    private static func address(_ container: ContainerInfo, _ client: EngineClient) async throws -> String {
        try #require(
            try await client.containers.inspect(container.id.rawValue).network.networks.values.compactMap(\.address)
                .first { !$0.isEmpty })
    }

    /// Whether a process of a container reaches another one.
    private static func reaches(_ address: String, from container: ContainerInfo, _ client: EngineClient) async throws
        -> Bool
    {
        try await exitCode(of: "echo | nc -w 2 \(address) 8080", in: container, client) == 0
    }

    /// Whether one of several connections is refused or lost. While Docker makes or removes any network, its rules are away for a
    /// moment, and a connection can slip through; where nothing parts two networks, all do.
    private static func isApart(_ address: String, from container: ContainerInfo, _ client: EngineClient) async throws
        -> Bool
    {
        let ask = "for i in 1 2 3 4 5 6 7 8; do echo | nc -w 1 \(address) 8080 || exit 1; sleep 0.2; done"
        return try await exitCode(of: ask, in: container, client) == 1
    }

    private static func exitCode(of script: String, in container: ContainerInfo, _ client: EngineClient) async throws
        -> Int?
    {
        let exec = try await client.exec.create(in: container.id.rawValue, ExecConfiguration(["sh", "-c", script]))
        let stream = try await client.exec.start(exec, tty: false)
        for try await _ in stream.frames {}
        return try await client.exec.inspect(exec).exitCode
    }

    @Test(arguments: TestEngine.allCases)
    func agentsOfDifferentProjectsAreApart(_ engine: TestEngine) async throws {
        try await withAgent(on: engine, "apart") { first in
            try await withAgent(on: engine, "apart") { second in
                let client = first.client
                let one = try await first.runtime.run(Self.server(first)).container
                let two = try await second.runtime.run(Self.server(second)).container
                // A program that asks as Docker's do, which makes Podman 4.3 forget.
                _ = try await client.send(.get("/networks", to: "list networks"))
                _ = try await client.send(.get("/networks/{id}", "\(first.project)_agents", to: "inspect network"))
                let later = try await first.runtime.run(Self.server(first, "later")).container
                let (here, there) = (try await Self.address(one, client), try await Self.address(two, client))
                #expect(try await Self.reaches(here, from: later, client))
                #expect(try await Self.isApart(there, from: one, client))
                #expect(try await Self.isApart(there, from: later, client))
                #expect(try await Self.isApart(here, from: two, client))
                #expect(try await Self.isApart(try await Self.address(later, client), from: two, client))
            }
        }
    }

    /// The end of one project opens no other one.
    @Test(arguments: TestEngine.allCases)
    func theEndOfAProjectOpensNoOther(_ engine: TestEngine) async throws {
        try await withAgent(on: engine, "stays") { first in
            try await withAgent(on: engine, "stays") { second in
                let client = first.client
                let one = try await first.runtime.run(Self.server(first)).container
                let two = try await second.runtime.run(Self.server(second)).container
                try await withAgent(on: engine, "ends") { third in
                    let ending = try await third.runtime.run(Self.server(third)).container
                    try await third.runtime.remove(ending.id)
                }
                #expect(try await Self.isApart(try await Self.address(two, client), from: one, client))
                #expect(try await Self.isApart(try await Self.address(one, client), from: two, client))
            }
        }
    }

    /// The first start after somebody made the engine forget is reminded of it, and no scratch network stays.
    @Test(arguments: TestEngine.allCases)
    func anEngineThatForgotIsReminded(_ engine: TestEngine) async throws {
        try await withAgent(on: engine, "reminded") { agent in
            let options = Self.server(agent)
            try await agent.runtime.prepare([options])
            _ = try await agent.client.send(
                .get("/networks/{id}", "\(agent.project)_agents", to: "inspect network"))
            let container = try await agent.runtime.run(options).container
            let inspection = try await agent.client.containers.inspect(container.id.rawValue)
            let isolation = NetworkIsolation(engine: agent.client)
            // An engine can have a network of its own, whose firewall cannot be seen from here.
            let isSeen = engine == .podman && NetworkNamespace.isJoined(toThatOf: inspection.state.pid)
            #expect(try await isolation.verify(inspection, of: options) == isSeen)
            let network = try await agent.client.networks.inspect("\(agent.project)_agents")
            // Where the firewall says it, the engine may have forgotten again: other tests ask it for networks meanwhile.
            #expect(isSeen || isolation.isWanted(of: network))
            #expect(try await agent.leftovers().filter { $0.hasPrefix("network") } == ["network \(network.name)"])
        }
    }

    /// A network that was made open, with nobody on it, is made anew; one with somebody on it is refused.
    @Test func anOpenNetworkIsNotUsed() async throws {
        try await withAgent(on: .podman, "open") { agent in
            let name = "\(agent.project)_agents"
            let open = NetworkConfiguration(name: name, labels: [AgentIdentity.Label.project: agent.project])
            try await agent.client.networks.create(open)
            let options = Self.server(agent)
            let container = try await agent.runtime.run(options).container
            let isolation = NetworkIsolation(engine: agent.client)
            let inspection = try await agent.client.containers.inspect(container.id.rawValue)
            let isSeen = NetworkNamespace.isJoined(toThatOf: inspection.state.pid)
            #expect(try await isolation.verify(inspection, of: options) == isSeen)
            let network = try await agent.client.networks.inspect(name)
            #expect(isSeen || isolation.isWanted(of: network))
            try await agent.runtime.remove(container.id)
            try await agent.client.networks.remove(name)

            try await agent.client.networks.create(open)
            try await agent.client.withTestContainer("guest", ["sleep", "60"]) {
                $0.host = HostConfiguration()
                $0.host?.networkMode = name
            } _: { _ in
                let error = await #expect(throws: RunError.self) {
                    try await agent.runtime.run(Self.server(agent))
                }
                #expect(error?.code == .notIsolated)
                #expect(error?.exitCode.rawValue == 125)
            }
        }
    }

    /// The rule is missed where it is not there.
    @Test func aMissingRuleIsFound() async throws {
        try await withAgent(on: .podman, "missing") { agent in
            let name = "\(agent.project)_agents"
            let options = Self.server(agent)
            try await agent.client.networks.create(
                NetworkConfiguration(name: name, labels: [AgentIdentity.Label.project: agent.project]))
            try await agent.client.withTestContainer("open", ["sleep", "60"]) {
                $0.host = HostConfiguration()
                $0.host?.networkMode = name
            } _: { id in
                try await agent.client.containers.start(id)
                let inspection = try await agent.client.containers.inspect(id)
                guard NetworkNamespace.isJoined(toThatOf: inspection.state.pid) else {
                    #expect(
                        try await !NetworkIsolation(engine: agent.client).verify(inspection, of: options))
                    return
                }
                let error = await #expect(throws: RunError.self) {
                    try await NetworkIsolation(engine: agent.client).verify(inspection, of: options)
                }
                #expect(error?.code == .notIsolated)
            }
        }
    }

    /// Another command's end takes the network along right before the start.
    @Test(arguments: TestEngine.allCases)
    func aNetworkThatIsTakenAwayIsMadeAgain(_ engine: TestEngine) async throws {
        try await withAgent(on: engine, "again") { agent in
            let options = Self.server(agent)
            let resources = SharedResources(engine: agent.client, ledger: agent.runtime.ledger(of: options))
            try await resources.prepareNetwork(of: options)
            try await agent.client.networks.remove("\(agent.project)_agents")
            // Docker creates a container on a network that is not there, and misses it at the start.
            let id = try await resources.onNetwork(of: options) {
                try await agent.client.containers.create(
                    options.containerConfiguration(for: engine.kind, RunAssets()), name: options.name
                ).id
            }
            _ = try await resources.onNetwork(of: options) { try await agent.client.containers.start(id) }
            #expect(try await agent.client.containers.inspect(id).state.isRunning)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func agentsHaveNoIPv6(_ engine: TestEngine) async throws {
        try await withAgent(on: engine, "ipv6") { agent in
            let container = try await agent.runtime.run(Self.server(agent)).container
            let script = "! grep -v ' lo$' /proc/net/if_inet6"
            #expect(try await Self.exitCode(of: script, in: container, agent.client) == 0)
        }
    }
}
