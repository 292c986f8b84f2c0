import AgentTesting
import AgentValues
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(2))) struct NetworkTests {
    /// Runs `body` with a network, which is removed afterwards.
    private func withNetwork<Result: Sendable>(
        _ client: EngineClient, isInternal: Bool = false, labels: [String: String] = [:],
        _ body: (_ name: String) async throws -> Result
    ) async throws -> Result {
        let name = TestEngine.uniqueName("net")
        try await client.networks.create(
            NetworkConfiguration(
                name: name, isInternal: isInternal, labels: TestEngine.labels.merging(labels) { $1 }))
        do {
            let result = try await body(name)
            try await client.networks.remove(name)
            return result
        } catch {
            try? await client.networks.remove(name)
            throw error
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aNetworkIsWhatItWasMadeAs(_ engine: TestEngine) async throws {
        let client = try await engine.connect()
        let mark = TestEngine.uniqueName("mark")
        let id = try await withNetwork(client, isInternal: true, labels: [mark: "a=b"]) { name in
            let network = try await client.networks.inspect(name)
            #expect(network.name == name)
            #expect(network.driver == "bridge")
            #expect(network.isInternal)
            #expect(network.labels == TestEngine.labels.merging([mark: "a=b"]) { $1 })
            #expect(try await client.networks.members(of: name, all: true).isEmpty)
            let list = try await client.networks.list(filters: .labels([mark: "a=b"]))
            #expect(list.map(\.id) == [network.id])
            #expect(try await client.networks.list(filters: .labels([mark: "other"])).isEmpty)
            #expect(try await client.networks.inspect(network.id) == network)
            return network.id
        }
        let error = await #expect(throws: EngineError.self) { try await client.networks.inspect(id) }
        #expect(error?.code == .notFound)
        let second = await #expect(throws: EngineError.self) { try await client.networks.remove(id) }
        #expect(second?.code == .notFound)
    }

    @Test(arguments: TestEngine.allCases)
    func aNameIsTakenOnce(_ engine: TestEngine) async throws {
        let client = try await engine.connect()
        try await withNetwork(client) { name in
            let error = await #expect(throws: EngineError.self) {
                try await client.networks.create(NetworkConfiguration(name: name, labels: TestEngine.labels))
            }
            #expect(error?.code == .conflict)
            #expect(error?.object == name)
            let list = try await client.networks.list(filters: ["name": [name]])
            #expect(list.count == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func containersFindEachOtherByNameAndAlias(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await withNetwork(client) { network in
            let script = "echo hello > /tmp/index.html; exec httpd -f -p 80 -h /tmp"
            try await client.withTestContainer("server", ["sh", "-c", script]) {
                $0.host = HostConfiguration()
                $0.host?.networkMode = network
                $0.networking = NetworkingConfiguration(
                    endpoints: [network: NetworkEndpointConfiguration(aliases: ["greeter"])])
            } _: { server in
                try await client.containers.start(server)
                let attachment = try #require(
                    try await client.containers.inspect(server).network.networks[network])
                #expect(attachment.aliases.contains("greeter"))
                #expect(attachment.address?.contains(".") == true)
                #expect(attachment.networkID.isEmpty == false)
                let name = try await client.containers.inspect(server).name
                let members = try await client.despitePodmanRaces { try await client.networks.members(of: network) }
                #expect(members.map(\.id) == [server])
                #expect(members.map(\.names) == [[name]])

                // It asks until the server listens.
                let ask = "for host in greeter \(name); do until wget -qO- http://$host/; do sleep 0.1; done; done"
                try await client.withTestContainer("client", ["timeout", "30", "sh", "-c", ask]) {
                    $0.host = HostConfiguration()
                    $0.host?.networkMode = network
                } _: { id in
                    let exit = try await client.containers.wait(id, condition: .nextExit)
                    try await client.containers.start(id)
                    #expect(try await exit.exit().code == 0)
                    var output: [UInt8] = []
                    for try await frame in try await client.containers.logs(id, tty: false)
                    where frame.stream == .stdout { output += frame.bytes }
                    #expect(String(decoding: output, as: UTF8.self) == "hello\nhello\n")
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aRunningContainerIsConnectedAndDisconnected(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await withNetwork(client) { first in
            try await withNetwork(client) { second in
                try await client.withTestContainer("moving", ["sleep", "60"]) {
                    $0.host = HostConfiguration()
                    $0.host?.networkMode = first
                } _: { id in
                    try await client.containers.start(id)
                    try await client.networks.connect(
                        second, container: id, NetworkEndpointConfiguration(aliases: ["other"]))
                    var networks = try await client.containers.inspect(id).network.networks
                    #expect(Set(networks.keys) == [first, second])
                    #expect(networks[second]?.aliases.contains("other") == true)
                    #expect(networks[first]?.address != networks[second]?.address)

                    // A network that is in use stays.
                    let error = await #expect(throws: EngineError.self) { try await client.networks.remove(second) }
                    #expect(error?.code == .conflict)

                    try await client.networks.disconnect(second, container: id)
                    networks = try await client.containers.inspect(id).network.networks
                    #expect(Set(networks.keys) == [first])
                    try await client.containers.remove(id, force: true)
                }
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func whatIsMissingIsSaid(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        let name = TestEngine.uniqueName("none")
        try await client.withTestContainer("lonely", ["sleep", "60"]) { id in
            try await client.containers.start(id)
            let error = await #expect(throws: EngineError.self) {
                try await client.networks.connect(name, container: id)
            }
            #expect(error?.code == .notFound)
        }
        try await withNetwork(client) { network in
            let error = await #expect(throws: EngineError.self) {
                try await client.networks.connect(network, container: name)
            }
            #expect(error?.code == .notFound)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aPortIsPublishedWhereItIsSaid(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        let (web, dns) = (ContainerPort(80), ContainerPort(53, .udp))
        try await client.withTestContainer("ports", ["sleep", "60"]) {
            $0.exposedPorts = [web, dns]
            $0.host = HostConfiguration()
            $0.host?.portBindings = [
                web: [PortBinding(hostAddress: "127.0.0.1", hostPort: nil)],
                dns: [PortBinding(hostAddress: "127.0.0.1", hostPort: nil)],
            ]
        } _: { id in
            try await client.containers.start(id)
            let ports = try await client.containers.inspect(id).network.ports
            for port in [web, dns] {
                #expect(ports[port].count == 1)
                #expect(ports[port].first?.hostAddress == "127.0.0.1")
                #expect(try #require(ports[port].first?.port) > 0)
            }
            let listed = try #require(
                try await client.despitePodmanRaces { try await client.containers.list(filters: ["id": [id]]) }.first)
            #expect(Set(listed.ports.map(\.container)) == [web, dns])
            #expect(Set(listed.ports.map(\.hostPort)) == Set([web, dns].map { ports[$0].first?.port }))
        }
    }
}
