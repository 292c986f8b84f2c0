import AgentTesting
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(2))) struct SystemTests {
    @Test(arguments: TestEngine.allCases)
    func theEngineSaysWhatItIs(_ engine: TestEngine) async throws {
        let client = try await engine.connect()
        try await client.system.ping()
        let version = try await client.system.version()
        #expect(client.serverVersion?.hasPrefix(version.version) == true)
        #expect(try #require(version.apiVersion) >= client.apiVersion)
        #expect(!version.components.isEmpty)
        #expect(version.components.allSatisfy { !$0.name.isEmpty && !$0.version.contains("\n") })

        let info = try await client.system.info()
        #expect(info.serverVersion == version.version)
        #expect(info.architecture == version.architecture)
        #expect(info.cpuCount > 0)
        #expect(info.memory > 0)
        #expect(info.rootDirectory.hasPrefix("/"))
        #expect(info.systemTime != nil)
        #expect(info.runtimes.contains(info.defaultRuntime))
        #expect(info.cgroupVersion == 1 || info.cgroupVersion == 2)
        #expect(["systemd", "cgroupfs"].contains(info.cgroupDriver))
        #expect(info.limits.memory && info.limits.processes && info.limits.cpuQuota)
        #expect(info.hasSecurityOption("seccomp"))
        #expect(info.plugins.network.contains("bridge"))
    }

    @Test(arguments: TestEngine.allCases)
    func eventsTellTheLifeOfAContainer(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        let start = try #require(try await client.system.info().systemTime)
        let id = try await client.withTestContainer("events", ["sh", "-c", "exit 3"]) { id in
            let pending = try await client.containers.wait(id, condition: .nextExit)
            try await client.containers.start(id)
            _ = try await pending.exit()
            return id
        }
        var seen: [EngineEvent] = []
        for try await event in try await client.system.events(filters: ["container": [id]], since: start) {
            seen.append(event)
            if event.action == .destroy { break }
        }
        let lifetime: [EngineEvent.Action] = [.create, .start, .die, .destroy]
        #expect(seen.map(\.action).filter(lifetime.contains) == lifetime)
        #expect(seen.allSatisfy { $0.kind == .container && $0.id == id && $0.time >= start })
        let death = try #require(seen.first { $0.action == .die })
        #expect(death.exitCode == 3)
        #expect(death.attributes["aac-runtime.test"] == "true")
        #expect(death.name?.hasPrefix("aac-test-events-") == true)
        #expect(seen.filter { $0.exitCode != nil } == [death])
    }

    @Test(arguments: TestEngine.allCases)
    func aWatchTellsThatItListensAndThenWhatHappens(_ engine: TestEngine) async throws {
        let client = try await engine.connect()
        let name = TestEngine.uniqueName("watch")
        var signals = client.system.watch(filters: ["type": ["volume"]]).makeAsyncIterator()
        #expect(try await signals.next() == .connected)
        try await client.volumes.create(VolumeConfiguration(name: name, labels: TestEngine.labels))
        try await client.volumes.remove(name)
        var actions: [EngineEvent.Action] = []
        while actions.last != .destroy {
            guard case .event(let event) = try await signals.next() else { continue }
            #expect(event.kind == .volume)
            if event.id == name { actions.append(event.action) }
        }
        #expect(actions == [.create, .destroy])
    }

    @Test(arguments: TestEngine.allCases)
    func diskUsageKnowsAContainerAndAVolume(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        let name = TestEngine.uniqueName("usage")
        try await client.volumes.create(VolumeConfiguration(name: name, labels: TestEngine.labels))
        try await client.withTestContainer(
            "usage", ["sh", "-c", "echo 12345 > /vol/file; echo 1234567890 > /tmp/file"]
        ) {
            $0.host = HostConfiguration()
            $0.host?.mounts = [Mount(.volume, source: name, target: "/vol")]
        } _: { id in
            let pending = try await client.containers.wait(id, condition: .nextExit)
            try await client.containers.start(id)
            #expect(try await pending.exit().code == 0)
            let usage = try await client.despitePodmanRaces { try await client.system.diskUsage() }
            #expect(try #require(usage.containers.first { $0.id == id }).size > 0)
            let volume = try #require(usage.volumes.first { $0.name == name })
            #expect(volume.containerCount == 1)
            #expect(try #require(volume.size) > 0)
            #expect(usage.images.contains { $0.size > 1 << 20 && $0.containerCount > 0 })
        }
        try await client.volumes.remove(name)
    }

    @Test(arguments: TestEngine.allCases)
    func pruneTakesOnlyWhatTheFilterNames(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        let mark = TestEngine.uniqueName("prune")
        let labels = TestEngine.labels.merging([mark: "1"]) { $1 }
        let filters = EngineFilters.labels([mark: "1"])
        let container = try await client.containers.create(
            ContainerConfiguration(image: TestEngine.image, labels: labels), name: mark)
        #expect(try await client.containers.prune(filters: filters).removed == [container.id])
        try await client.networks.create(NetworkConfiguration(name: mark, labels: labels))
        #expect(
            try await client.despitePodmanRaces { try await client.networks.prune(filters: filters) }.removed == [mark])
        try await client.volumes.create(VolumeConfiguration(name: mark, labels: labels))
        #expect(try await client.volumes.prune(filters: filters).removed == [mark])
        #expect(try await client.volumes.prune(filters: filters).removed.isEmpty)
        #expect(try await client.images.prune(filters: filters).removed.isEmpty)
        #expect(try await client.system.pruneBuildCache(filters: ["id": [mark]]).removed.isEmpty)
    }
}
