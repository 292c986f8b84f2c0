import AgentTesting

/// A command whose every call to the engine is struck.
enum FaultOperation: String, CaseIterable, Sendable {
    case up
    case run
    case down
    case build
    /// `up` with another manifest, whose container starts beside the old one.
    case change
    /// `up` with another manifest, for whose container the old one has to stop.
    case changeStopped = "change-stopped"

    /// The agent's name, as messages have it.
    static let agent = "zebra"

    /// The command line after the engine's name. The folder's name is the project.
    func arguments(project: String) -> [String] {
        switch self {
        case .up: ["up", "-d", "--wait-timeout", "20s"]
        case .run:
            [
                "run", "-d", "--project", project, "--name", "\(project)-\(Self.agent)", "-v", "\(project)_data:/data",
                TestEngine.image, "httpd", "-f", "-p", "8080", "-h", "/etc",
            ]
        case .down: Self.cleanUp
        case .build: ["build"]
        case .change, .changeStopped: Self.up.arguments(project: project)
        }
    }

    /// What must leave nothing whatever happened before.
    static let cleanUp = ["down", "--volumes", "--timeout", "0s"]

    /// Whether the agent runs once the command is done.
    var startsAgent: Bool { self == .up || self == .run || replacesAgent }
    /// Whether the agent runs before, and another container is to take its place.
    var replacesAgent: Bool { self == .change || self == .changeStopped }
    /// Whether the agent runs before.
    var findsAgent: Bool { self == .down || replacesAgent }
    /// Whether the command's errors are about the agent.
    var isAboutAgent: Bool { self != .down }

    /// The manifest that is in the folder.
    var manifest: String {
        switch self {
        case .build: Self.builtManifest
        case .changeStopped: Self.plainManifest(tone: "dry")
        case .up, .run, .down, .change: Self.manifest(tone: "dry")
        }
    }

    /// The manifest that takes its place once the agent runs.
    var changedManifest: String? {
        switch self {
        case .change: Self.manifest(tone: "warm")
        case .changeStopped: Self.plainManifest(tone: "warm")
        case .up, .run, .down, .build: nil
        }
    }

    /// An agent that does not say when it is ready.
    private static func plainManifest(tone: String) -> String {
        """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: \(agent)}
        spec:
          runtime: python
          image: \(TestEngine.image)
          command: [httpd, -f, -p, "8080", -h, /etc]
          model: {provider: openai, name: gpt-4}
          config: {tone: \(tone)}

        """
    }

    /// An agent whose image is built.
    private static let builtManifest = """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: \(agent)}
        spec:
          runtime: python
          build: {context: .}
          model: {provider: openai, name: gpt-4}

        """

    /// What it is built from; engines keep the steps, so that it is quick.
    static let dockerfile = "FROM \(TestEngine.image)\nLABEL stripes=many\n"

    /// An agent with everything that a run can leave: a volume, the project's network, a file, a probe and hooks.
    private static func manifest(tone: String) -> String {
        #"""
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: \#(agent)}
        spec:
          runtime: python
          image: \#(TestEngine.image)
          command: [httpd, -f, -p, "8080", -h, /etc]
          model: {provider: openai, name: gpt-4}
          ports: [{container: 8080, host: 0}]
          volumes: [{source: data, target: /data, type: volume}]
          config: {tone: \#(tone)}
          healthCheck: {path: /passwd, interval: 1s, timeout: 3s}
          hooks:
            preRun: [{name: mark, exec: [sh, -c, 'echo "{\"environment\": {\"MARK\": \"1\"}}"']}]
            ready: [{name: note, exec: [sh, -c, "cat > ready.json"]}]

        """#
    }
}
