import AgentRuntime
import AgentTesting
import EngineAPI
import Subprocess
import SystemPackage
import Testing

/// A folder with a manifest, whose name is a project that no other test has.
struct LaunchFolder: Sendable {
    let engine: TestEngine
    /// Where the engine listens.
    let host: String
    let client: EngineClient
    let project: String
    private let folder: TemporaryFolder

    /// Runs a test in a new folder and removes whatever its commands left.
    static func with(_ engine: TestEngine, _ manifest: String = "", _ body: (LaunchFolder) async throws -> Void)
        async throws
    {
        try await with(engine, at: engine.host, try await engine.connectWithImage(), manifest, body)
    }

    /// The same on an engine that the test may kill.
    static func with(_ engine: DisposableEngine, _ manifest: String, _ body: (LaunchFolder) async throws -> Void)
        async throws
    {
        try await with(engine.kind, at: engine.host, try await engine.connect(), manifest, body)
    }

    private static func with(
        _ engine: TestEngine, at host: String, _ client: EngineClient, _ manifest: String,
        _ body: (LaunchFolder) async throws -> Void
    ) async throws {
        defer { client.shutdown() }
        let project = TestEngine.uniqueName("launch")
        let launch = LaunchFolder(
            engine: engine, host: host, client: client, project: project, folder: try TemporaryFolder(named: project))
        if !manifest.isEmpty { try launch.write(manifest) }
        do {
            try await body(launch)
            _ = try await launch.run("down", "--volumes", "--timeout", "0s")
        } catch {
            _ = try? await launch.run("down", "--volumes", "--timeout", "0s")
            await launch.removeImages()
            throw error
        }
        await launch.removeImages()
    }

    /// Removes what was built for the project, those too that lost their names to later ones. A build leaves an image that a container
    /// still uses to the next build.
    private func removeImages() async {
        for image in await client.builtImages(labelled: AgentIdentity.Label.image)
        where image.labels[AgentIdentity.Label.image]?.hasPrefix("\(project)/") == true {
            await client.removeBuiltImage(image.id)
        }
    }

    /// The folder.
    var path: FilePath { folder.path }

    /// Writes a file, `agent.yaml` unless named.
    func write(_ text: String, to name: String = "agent.yaml") throws { try folder.write(text, to: name) }

    /// The text of a file.
    func read(_ name: String) throws -> String {
        let file = try FileDescriptor.open(folder.path.appending(name), .readOnly)
        return try file.closeAfter {
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0) }
            return String(decoding: bytes.prefix(count), as: UTF8.self)
        }
    }

    /// The options that lead a command to the engine.
    var engineOptions: [String] { ["--engine", host] }

    func run(
        _ command: String, _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) async throws -> Tool.Result {
        try await Tool.run(
            [command] + engineOptions + arguments, input: input, environment: environment, folder: folder.path)
    }

    /// Starts a server on port 8080 with `run -d`, as PROJECT-NAME, and returns its address on the project's network.
    func runServer(_ name: String) async throws -> String {
        let container = "\(project)-\(name)"
        let started = try await run(
            "run", "-d", "--name", container, TestEngine.image, "httpd", "-f", "-p", "8080", "-h", "/bin")
        #expect(started.status == 0, "\(started.errors)")
        let networks = try await client.containers.inspect(container).network.networks
        #expect(Array(networks.keys) == ["\(project)_agents"])
        return try #require(networks.values.first?.address)
    }

    /// Runs a command through a proxy that may kill it, and returns its exit status.
    func run(_ arguments: [String], through host: String, _ victim: FaultVictim) async throws -> Int32 {
        let result = try await Subprocess.run(
            .path(Tool.path), arguments: Arguments([arguments[0], "--engine", host] + arguments.dropFirst()),
            environment: Tool.variables([:]), workingDirectory: folder.path, input: .none, output: .discarded,
            error: .discarded
        ) { execution in
            victim.started(execution.processIdentifier.value)
        }
        return Tool.status(result.terminationStatus)
    }

    /// What `plan` says; it asks no engine.
    func plan(_ arguments: String...) async throws -> Tool.Result {
        try await Tool.run(["plan"] + arguments, folder: folder.path)
    }

    /// Starts a command and calls `body` with everything that it has shown, on standard output or error, whenever there is more;
    /// `body` returns the signal to send, if any, and is not asked again then.
    func watch(
        _ command: String, _ arguments: String..., environment: [String: String] = [:],
        body: (_ shown: String) async throws -> Signal?
    ) async throws -> Tool.Result {
        // What comes after the signal would ask for it again, and a third one ends the command at once.
        var isSent = false
        return try await watch(command, arguments, environment) { shown in
            guard !isSent, let signal = try await body(shown) else { return [] }
            isSent = true
            return [signal]
        }
    }

    private func watch(
        _ command: String, _ arguments: [String], _ environment: [String: String] = [:],
        body: (_ shown: String) async throws -> [Signal]
    ) async throws -> Tool.Result {
        var shown = ""
        let words = command.split(separator: " ").map(String.init)
        let result = try await Subprocess.run(
            .path(Tool.path), arguments: Arguments(words + engineOptions + arguments),
            environment: Tool.variables(environment), workingDirectory: folder.path, input: .none, output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            for try await piece in execution.standardOutput {
                shown += piece.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                for signal in try await body(shown) { try execution.send(signal: signal) }
            }
        }
        return Tool.Result(status: Tool.status(result.terminationStatus), output: "", errors: shown)
    }

    /// Starts a command and sends a signal for each of `texts`, in their order, when it has shown that text on standard output or
    /// error: SIGINT and SIGTERM in turn, because the system merges signals of one kind that come at once.
    func interrupt(_ command: String, _ arguments: String..., after texts: String...) async throws -> Tool.Result {
        var waiting = texts[...]
        return try await watch(command, arguments) { shown in
            var signals: [Signal] = []
            while let text = waiting.first, shown.contains(text) {
                signals.append((texts.count - waiting.count).isMultiple(of: 2) ? .interrupt : .terminate)
                waiting.removeFirst()
            }
            return signals
        }
    }

    /// What carries the project's label, by kind and name.
    func leftovers() async throws -> [String] {
        let filters = EngineFilters.labels([AgentIdentity.Label.project: project])
        let containers = try await client.containers.list(all: true, filters: filters).map { "container \($0.names)" }
        let networks = try await client.networks.list(filters: filters).map { "network \($0.name)" }
        let volumes = try await client.volumes.list(filters: filters).map { "volume \($0.name)" }
        return containers + networks + volumes
    }

    /// A manifest of an agent that runs a script of the test image.
    static func manifest(_ name: String = "hello", script: String, _ more: String = "") -> String {
        """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: \(name)}
        spec:
          runtime: python
          image: \(TestEngine.image)
          command: [sh, -c, "\(script)"]
          model: {provider: openai, name: gpt-4}
        \(more.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n"))

        """
    }

    /// An agent that serves HTTP on 8080, on a free port of the host, and ends at once when asked to.
    static let server = server("hello", "ports: [{container: 8080, host: 0}]")

    /// An agent that serves HTTP on 8080 and ends at once when asked to.
    static func server(
        _ name: String, _ more: String = "", check: String = "{path: /passwd, port: 8080, startInterval: 20ms}"
    ) -> String {
        manifest(
            name, script: "echo serving; exec httpd -f -p 8080 -h /etc",
            (more.isEmpty ? "" : more + "\n") + "healthCheck: \(check)")
    }
}
