import AgentTesting
import AgentValues
import EngineAPI
import Testing

/// Networks and volumes on real engines.
@Suite(.timeLimit(.minutes(5))) struct NetworkAndVolumeTests {
    @Test(arguments: TestEngine.allCases)
    func aContainerJoinsAndLeaves(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        let (first, second) = (TestEngine.uniqueName("net"), TestEngine.uniqueName("net"))
        for name in [first, second] {
            try await client.networks.create(NetworkConfiguration(name: name, labels: TestEngine.labels))
        }
        let outcome = await Task {
            try await client.withTestContainer("joins", ["sleep", "100"]) {
                $0.host = HostConfiguration()
                $0.host?.networkMode = first
                $0.networking = NetworkingConfiguration(
                    endpoints: [first: NetworkEndpointConfiguration(aliases: ["known-as"])])
            } _: { id in
                try await client.containers.start(id)
                let attached = try await client.containers.inspect(id).network.networks[first]
                #expect(attached?.aliases.contains("known-as") == true)
                #expect(attached?.address != nil)
                try await client.networks.connect(second, container: id)
                #expect(try await client.containers.inspect(id).network.networks[second]?.address != nil)
                #expect(try await client.networks.members(of: second).map(\.id).contains(id))
                try await client.networks.disconnect(second, container: id)
                #expect(try await client.containers.inspect(id).network.networks[second] == nil)
            }
            let found = try await client.networks.list(filters: ["name": [first]]).first { $0.name == first }
            #expect(found?.labels["aac-runtime.test"] == "true")
            #expect(found?.driver == "bridge")
        }.result
        for name in [first, second] { try await client.networks.remove(name) }
        try outcome.get()
        let error = try await #require(throws: EngineError.self) { try await client.networks.inspect(first) }
        #expect(error.code == .notFound)
    }

    @Test(arguments: TestEngine.allCases)
    func aVolumeKeepsItsFiles(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        let name = TestEngine.uniqueName("volume")
        let made = try await client.volumes.create(VolumeConfiguration(name: name, labels: TestEngine.labels))
        #expect(made.name == name)
        #expect(try await client.volumes.inspect(name).labels["aac-runtime.test"] == "true")
        #expect(try await client.volumes.list(filters: ["name": [name]]).contains { $0.name == name })
        let outcome = await Task {
            for (command, expected) in [("echo kept > /data/file", ""), ("cat /data/file", "kept\n")] {
                try await client.withTestContainer("volume", ["sh", "-c", command]) {
                    $0.host = HostConfiguration()
                    $0.host?.networkMode = "none"
                    $0.host?.mounts = [Mount(.volume, source: name, target: "/data")]
                } _: { id in
                    let exit = try await client.containers.wait(id, condition: .nextExit)
                    try await client.containers.start(id)
                    #expect(try await exit.exit().code == 0)
                    let output = try await client.containers.logs(id, tty: false).reduce(into: []) { $0 += $1.bytes }
                    #expect(String(decoding: output, as: UTF8.self) == expected)
                    #expect(try await client.containers.inspect(id).mounts.contains { $0.name == name })
                }
            }
        }.result
        try await client.volumes.remove(name)
        try outcome.get()
    }
}
