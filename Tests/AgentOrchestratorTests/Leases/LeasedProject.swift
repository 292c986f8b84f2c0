import AgentOrchestrator
import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI

/// Agents of one project whose lives are bounded, on one engine. Time is what the test says it is.
///
/// Their labels say that they live for an hour, so that no other test's command removes them meanwhile.
struct LeasedProject: Sendable {
    let client: EngineClient
    let name: String

    static func with(_ engine: TestEngine, _ body: (LeasedProject) async throws -> Void) async throws {
        let client = try await engine.connectWithImage()
        defer { client.shutdown() }
        let project = LeasedProject(client: client, name: TestEngine.uniqueName("leases"))
        do {
            try await body(project)
            try await project.remove()
        } catch {
            try? await project.remove()
            throw error
        }
    }

    /// A reaper to which it is so long after now.
    func reaper(in span: Duration = .seconds(0)) -> Reaper {
        Reaper(AgentHost(engine: client, runtime: EngineRuntime(client)), project: name) { .now + span }
    }

    /// A reaper for which time stands still.
    func reaper(at time: EngineTime) -> Reaper {
        Reaper(AgentHost(engine: client, runtime: EngineRuntime(client)), project: name) { time }
    }

    /// Runs an agent as `up` does.
    @discardableResult
    func run(_ agent: String, _ lifetime: Lifetime?, script: String = "exec sleep 600") async throws -> String {
        let identity = AgentIdentity.testing(project: name, agent: agent)
        var options = RunOptions(image: TestEngine.image, name: identity.containerName, identity: identity)
        options.command = ["sh", "-c", script]
        options.stopTimeout = .seconds(1)
        options.readiness = .started
        options.network.mode = .project(name: "\(name)_agents")
        options.files = ["/etc/aac/config.json": "{}"]
        options.lifetime = lifetime
        return try await EngineRuntime(client).run(options).container.id.rawValue
    }

    /// The agents and networks that are there.
    func present() async throws -> [String] {
        let filters = EngineFilters.labels([AgentIdentity.Label.project: name])
        let agents = try await client.containers.list(all: true, filters: filters)
            .compactMap { $0.labels[AgentIdentity.Label.name] }
        return (agents + (try await client.networks.list(filters: filters)).map { _ in "network" }).sorted()
    }

    private func remove() async throws {
        try await Task {
            _ = try await Project(name: name, on: AgentHost(engine: client, runtime: EngineRuntime(client)))
                .down(removesVolumes: true, stopTimeout: .zero)
        }.value
    }
}
