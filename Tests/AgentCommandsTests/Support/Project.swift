import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI

/// Containers with the labels of agents, made for one test and removed after it.
struct Project: Sendable {
    /// An agent to make.
    struct Agent: Sendable {
        var name: String
        var replica = 1
        var command: [String]
        var starts = true
        var adjust: @Sendable (inout ContainerConfiguration) -> Void = { _ in }

        init(
            _ name: String, replica: Int = 1, _ command: [String], starts: Bool = true,
            adjust: @escaping @Sendable (inout ContainerConfiguration) -> Void = { _ in }
        ) {
            self.name = name
            self.replica = replica
            self.command = command
            self.starts = starts
            self.adjust = adjust
        }

        /// One that runs until it is stopped.
        static func idle(_ name: String, replica: Int = 1) -> Agent { Agent(name, replica: replica, ["sleep", "600"]) }
        /// One that prints and ends.
        static func script(_ name: String, _ script: String) -> Agent { Agent(name, ["sh", "-c", script]) }
    }

    let engine: TestEngine
    let client: EngineClient
    let name: String

    /// The options that lead a command here.
    var options: [String] { ["--engine", engine.host, "--project", name] }

    /// Runs a command of ours here.
    func run(_ command: String, _ arguments: String..., input: String = "") async throws -> Tool.Result {
        try await Tool.run([command] + options + arguments, input: input)
    }

    static func with(
        _ engine: TestEngine, _ agents: [Agent], _ body: (Project) async throws -> Void
    ) async throws {
        let client = try await engine.connectWithImage()
        let project = Project(engine: engine, client: client, name: TestEngine.uniqueName("commands"))
        do {
            for agent in agents { try await project.create(agent) }
            try await body(project)
            await project.remove()
        } catch {
            await project.remove()
            throw error
        }
    }

    /// The id of an agent's container.
    func id(of agent: String) async throws -> String {
        try await client.containers.inspect("\(name)-\(agent)-1").id
    }

    /// Starts an agent that was only created.
    func start(_ agent: String) async throws -> String {
        let id = try await id(of: agent)
        try await client.containers.start(id)
        return id
    }

    /// Runs a script in a container to its end.
    func exec(in id: String, _ script: String) async throws {
        let exec = try await client.exec.create(in: id, ExecConfiguration(["sh", "-c", script]))
        for try await _ in try await client.exec.start(exec, tty: false).frames {}
    }

    /// Makes one more agent, which goes with the others.
    func create(_ agent: Agent) async throws {
        let identity = AgentIdentity.testing(project: name, agent: agent.name, replica: agent.replica)
        var configuration = ContainerConfiguration(
            image: TestEngine.image, command: agent.command,
            labels: identity.labels.merging(TestEngine.labels) { $1 })
        configuration.stopTimeout = 1
        agent.adjust(&configuration)
        let created = try await client.containers.create(configuration, name: identity.containerName)
        guard agent.starts else { return }
        // Whoever runs to its end has ended before the test begins.
        let exit = try await client.containers.wait(created.id, condition: .nextExit)
        try await client.containers.start(created.id)
        if agent.command.first != "sleep" { _ = try await exit.exit() }
    }

    private func remove() async {
        await Task {
            let own = try? await client.containers.list(
                all: true, filters: .labels([AgentIdentity.Label.project: name]))
            for container in own ?? [] { try? await client.containers.remove(container.id, force: true, volumes: true) }
        }.value
    }
}
