import AgentTesting

/// A command whose every call to the engine is struck.
enum FaultOperation: String, CaseIterable, Sendable {
    case up
    case run
    case down

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
        }
    }

    /// What must leave nothing whatever happened before.
    static let cleanUp = ["down", "--volumes", "--timeout", "0s"]

    /// Whether the agent runs once the command is done.
    var startsAgent: Bool { self != .down }

    /// An agent with everything that a run can leave: a volume, the project's network, a file, a probe and hooks.
    static let manifest = #"""
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
