import AgentTesting
import AgentValues
import EngineAPI
import Testing

/// The life of containers on real engines.
@Suite(.timeLimit(.minutes(5))) struct ContainerTests {
    @Test(arguments: TestEngine.allCases)
    func everySettingArrives(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("settings", ["sleep", "100"]) {
            $0.environment = ["A=1", "B=two words"]
            $0.workingDirectory = "/tmp"
            $0.user = "nobody"
            $0.stopSignal = "SIGINT"
            $0.stopTimeout = 7
            $0.hostname = "inside"
            $0.exposedPorts = [ContainerPort(80), ContainerPort(53, .udp)]
            $0.healthCheck = HealthCheckConfiguration(
                test: ["CMD", "true"], interval: .seconds(2), timeout: .milliseconds(1500), retries: 4,
                startPeriod: .seconds(5))
            var host = HostConfiguration()
            host.memory = 64 << 20
            host.memorySwap = 64 << 20
            host.nanoCPUs = 500_000_000
            host.pidsLimit = 50
            host.ulimits = [ResourceLimit("nofile", soft: 200, hard: 300), ResourceLimit("nproc", soft: 100)]
            host.sharedMemorySize = 32 << 20
            host.usesInit = true
            host.readOnlyRootFilesystem = true
            host.mounts = [Mount(.bind, source: "/etc", target: "/host-etc", isReadOnly: true)]
            host.tmpfs = ["/scratch": "size=1m,mode=1777"]
            host.droppedCapabilities = ["ALL"]
            host.restartPolicy = RestartPolicy(.onFailure, maximumRetries: 2)
            host.portBindings = [ContainerPort(80): [PortBinding(hostAddress: "127.0.0.1")]]
            $0.host = host
        } _: { id in
            let found = try await client.containers.inspect(id)
            #expect(found.id == id)
            #expect(found.name.hasPrefix("aac-test-settings-"))
            // With an init process Podman shows that one here, and what it starts behind it.
            #expect(([found.path] + found.arguments).suffix(2) == ["sleep", "100"])
            #expect(found.state.status == .created)
            #expect(found.state.startedAt == nil)
            #expect(found.state.health == nil || found.state.health?.status == .starting)
            let configuration = found.configuration
            #expect(configuration.environment?.contains("B=two words") == true)
            #expect(configuration.labels?["aac-runtime.test"] == "true")
            #expect(configuration.workingDirectory == "/tmp")
            #expect(configuration.user == "nobody")
            #expect(configuration.hasTerminal == false)
            #expect(configuration.exposedPorts?.ports.contains(ContainerPort(53, .udp)) == true)
            #expect(configuration.healthCheck?.interval == .seconds(2))
            #expect(configuration.healthCheck?.timeout == .milliseconds(1500))
            #expect(found.host.memory == 64 << 20)
            #expect(found.host.memorySwap == 64 << 20)
            #expect(found.host.nanoCPUs == 500_000_000)
            #expect(found.host.pidsLimit == 50)
            #expect(found.host.ulimits?.first { $0.name == "nofile" } == ResourceLimit("nofile", soft: 200, hard: 300))
            #expect(found.host.readOnlyRootFilesystem == true)
            #expect(found.host.restartPolicy == RestartPolicy(.onFailure, maximumRetries: 2))
            #expect(found.host.portBindings?[ContainerPort(80)].first?.hostAddress == "127.0.0.1")
            #expect(found.mounts.first { $0.destination == "/host-etc" }?.isWritable == false)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func startPauseStopRestart(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        let containers = client.containers
        try await client.withTestContainer("life", ["sh", "-c", "trap 'exit 5' TERM; while :; do sleep 0.05; done"]) {
            $0.host = HostConfiguration()
            $0.host?.networkMode = "none"
        } _: { id in
            #expect(try await containers.start(id) == .changed)
            #expect(try await containers.start(id) == .alreadySo)
            try await containers.pause(id)
            #expect(try await containers.inspect(id).state.status == .paused)
            try await containers.unpause(id)
            let processes = try await containers.top(id)
            #expect(processes.titles.contains("PID"))
            #expect(!processes.processes.isEmpty)
            #expect(try await containers.stop(id, timeout: .seconds(10)) == .changed)
            #expect(try await containers.stop(id, timeout: .seconds(10)) == .alreadySo)
            #expect(try await containers.inspect(id).state.exitCode == 5)
            try await containers.restart(id, timeout: .seconds(1))
            let running = try await containers.inspect(id).state
            #expect(running.isRunning)
            #expect(running.pid > 0)
            #expect(running.startedAt != nil)
            let name = TestEngine.uniqueName("renamed")
            try await containers.rename(id, to: name)
            #expect(try await containers.inspect(name).id == id)
            let exit = try await containers.wait(id, condition: .nextExit)
            try await containers.kill(id)
            #expect(try await exit.exit().code == 137)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func nextExitIsAcceptedBeforeTheStart(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("wait", ["sh", "-c", "exit 42"]) { id in
            let exit = try await client.containers.wait(id, condition: .nextExit)
            try await client.containers.start(id)
            #expect(try await exit.exit() == ContainerExit(code: 42))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func listByLabel(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        let mark = TestEngine.uniqueName("mark")
        try await client.withTestContainer("list", ["true"]) {
            $0.labels?["mark"] = mark
        } _: { id in
            let filters = EngineFilters.labels(["mark": mark])
            #expect(try await client.containers.list(filters: filters).isEmpty)
            let found = try #require(try await client.containers.list(all: true, filters: filters).first)
            #expect(found.id == id)
            #expect(found.names.first?.hasPrefix("aac-test-list-") == true)
            #expect(found.state == .created)
            #expect(found.labels["mark"] == mark)
            #expect(found.created > EngineTime(seconds: 1_600_000_000))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func limitsChangeWhileItRuns(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        let script = "while :; do sleep 0.05; done"
        try await client.withTestContainer("update", ["sh", "-c", script]) {
            $0.host = HostConfiguration()
            $0.host?.networkMode = "none"
            $0.host?.memory = 64 << 20
            $0.host?.memorySwap = 64 << 20
        } _: { id in
            try await client.containers.start(id)
            var update = ContainerUpdate()
            update.memory = 48 << 20
            update.memorySwap = 48 << 20
            try await client.containers.update(id, update)
            // The cgroup as the container sees it is the truth; Podman does not show the change anywhere else.
            let exec = try await client.exec.create(
                in: id,
                ExecConfiguration([
                    "sh", "-c", "cd /sys/fs/cgroup; cat memory.max 2>/dev/null || cat memory/memory.limit_in_bytes",
                ]))
            let output = try await client.exec.start(exec, tty: false).frames.reduce(into: []) { $0 += $1.bytes }
            #expect(String(decoding: output, as: UTF8.self) == "\(48 << 20)\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func refusalsAreToldApart(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        func code(_ call: () async throws -> Void) async -> EngineError.Code? {
            do { try await call() } catch { return (error as? EngineError)?.code }
            return nil
        }
        #expect(await code { _ = try await client.containers.inspect("aac-test-none") } == .notFound)
        #expect(await code { try await client.containers.remove("aac-test-none") } == .notFound)
        #expect(await code { _ = try await client.containers.inspect("") } == .invalidArgument)
        #expect(await code { _ = try await client.containers.inspect("../images") } == .invalidArgument)
        let missing = ContainerConfiguration(image: "aac-test/none:1", command: ["true"])
        #expect(await code { _ = try await client.containers.create(missing, name: "aac-test-none") } == .notFound)
        try await client.withTestContainer("taken", ["true"]) { id in
            let name = try await client.containers.inspect(id).name
            let same = ContainerConfiguration(image: TestEngine.image, command: ["true"])
            let error = try await #require(throws: EngineError.self) {
                try await client.containers.create(same, name: name)
            }
            #expect(error.code == .conflict)
            #expect(error.object == name)
            #expect(error.engineMessage?.contains(name) == true)
            #expect(error.summary.hasPrefix("cannot create container '\(name)': the engine answered "))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func usage(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("stats", ["sh", "-c", "while :; do :; done"]) {
            $0.host = HostConfiguration()
            $0.host?.networkMode = "none"
            $0.host?.nanoCPUs = 200_000_000
            $0.host?.memory = 64 << 20
            $0.host?.memorySwap = 64 << 20
        } _: { id in
            try await client.containers.start(id)
            let once = try await client.containers.stats(id)
            #expect(once.id == id)
            #expect(once.time != nil)
            #expect(once.memoryLimit == 64 << 20)
            #expect(once.memory > 0)
            #expect(once.memoryInUse <= once.memory)
            #expect(once.processes >= 1)
            #expect(once.cpu.total > 0)
            let samples = try await client.containers.statsStream(id).prefix(2).reduce(into: []) { $0.append($1) }
            #expect(samples.count == 2)
            let used = try #require(samples.last?.processorsInUse)
            #expect(used > 0.01 && used < 1.5, "\(used)")
        }
    }
}
