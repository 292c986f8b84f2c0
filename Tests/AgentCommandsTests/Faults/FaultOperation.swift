import AgentTesting

/// A command whose every call to the engine is struck.
enum FaultOperation: String, CaseIterable, Sendable {
    case up
    case run
    case down
    case build

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
        }
    }

    /// What must leave nothing whatever happened before.
    static let cleanUp = ["down", "--volumes", "--timeout", "0s"]

    /// Whether the agent runs once the command is done.
    var startsAgent: Bool { self == .up || self == .run }
    /// Whether the command's errors are about the agent.
    var isAboutAgent: Bool { self != .down }

    /// The manifest that is in the folder.
    var manifest: String { self == .build ? Self.builtManifest : Self.manifest }

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
    private static let manifest = #"""
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
          config: {tone: dry}
          healthCheck: {path: /passwd, interval: 1s, timeout: 3s}
          hooks:
            preRun: [{name: mark, exec: [sh, -c, 'echo "{\"environment\": {\"MARK\": \"1\"}}"']}]
            ready: [{name: note, exec: [sh, -c, "cat > ready.json"]}]

        """#
}
