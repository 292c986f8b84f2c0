import AgentTesting
import AgentValues
import EngineAPI
import FoundationEssentials
import HTTPTransport
import HTTPTypes
import Testing

/// What containers of an embedded engine can do, beside those of the machine's own Podman service.
@Suite(.timeLimit(.minutes(2))) struct EmbeddedContainersTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Starts an engine with the path of an ordinary user, which lacks the folders of `iptables`.
    private func start() async throws -> EmbeddedEngine {
        let changes = ["XDG_RUNTIME_DIR": folder.path, "PATH": "/usr/bin:/bin"]
        let engine = try await EmbeddedEngine.start(
            environment: ProcessInfo.processInfo.environment.merging(changes) { $1 })
        try await TestEngine.podman.skip(unlessLike: engine.client)
        return engine
    }

    @Test func theyHaveNetworksPortsLogsAndExec() async throws {
        try await TestEngine.podman.ensureTestImage()
        let engine = try await start()
        let client = engine.client
        let network = TestEngine.uniqueName("embedded")
        try await client.networks.create(NetworkConfiguration(name: network, labels: TestEngine.labels))
        let script = "echo hello > /tmp/index.html; echo ready; exec httpd -f -p 80 -h /tmp"
        try await client.withTestContainer("embedded", ["sh", "-c", script]) {
            $0.host = HostConfiguration()
            $0.host?.networkMode = network
            $0.host?.portBindings = [ContainerPort(80): [PortBinding(hostAddress: "127.0.0.1", hostPort: nil)]]
        } _: { id in
            try await client.containers.start(id)
            var log = try await client.containers.logs(id, LogOptions(follow: true), tty: false).makeAsyncIterator()
            #expect(try await log.next() == LogFrame(.stdout, Array("ready\n".utf8)))
            let exec = try await client.exec.create(in: id, ExecConfiguration(["cat", "/tmp/index.html"]))
            var output: [UInt8] = []
            for try await frame in try await client.exec.start(exec, tty: false).frames { output += frame.bytes }
            #expect(output == Array("hello\n".utf8))
            #expect(try await client.exec.inspect(exec).exitCode == 0)
            let container = try await client.containers.inspect(id)
            let port = try #require(container.network.ports[ContainerPort(80)].first?.port)
            #expect(try await page(at: port) == Array("hello\n".utf8))
        }
        try await client.networks.remove(network)
        await engine.stop()
    }

    /// The page that a container serves; until it listens, nobody does.
    private func page(at port: Int) async throws -> [UInt8] {
        let http = HTTPClient()
        defer { http.shutdown() }
        while true {
            do {
                let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/index.html")
                let answer = try await http.send(request, to: .tcp(scheme: .http, host: "127.0.0.1", port: port))
                return try await answer.body.collect(upTo: 100)
            } catch let error as HTTPTransportError where error.code == .connectionRefused {
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }

    @Test func theNextEngineKnowsHowTheyEnded() async throws {
        try await TestEngine.podman.ensureTestImage()
        let first = try await start()
        let name = TestEngine.uniqueName("survivor")
        // It ends when the file appears, which is when no engine runs.
        let script = "while ! [ -e /flag/up ]; do sleep 0.05; done; echo ending; exit 5"
        var configuration = ContainerConfiguration(
            image: TestEngine.image, command: ["sh", "-c", script], labels: TestEngine.labels)
        configuration.host = HostConfiguration()
        configuration.host?.mounts = [Mount(.bind, source: folder.path, target: "/flag")]
        _ = try await first.client.containers.create(configuration, name: name)
        try await first.client.containers.start(name)
        await first.stop()

        let second = try await start()
        #expect(try await second.client.containers.inspect(name).state.status == .running)
        // A connection that stays open does not keep it from ending.
        let pending = try await second.client.containers.wait(name)
        await second.stop()
        await #expect(throws: EngineError.self) { try await pending.exit() }
        try folder.write("", to: "up")

        let third = try await start()
        _ = try await third.client.containers.wait(name).exit()
        let state = try await third.client.containers.inspect(name).state
        #expect(state.status == .exited)
        #expect(state.exitCode == 5)
        let log = try await third.client.containers.logs(name, tty: false).reduce(into: []) { $0 += $1.bytes }
        #expect(log == Array("ending\n".utf8))
        try await third.client.containers.remove(name)
        await third.stop()
    }
}
