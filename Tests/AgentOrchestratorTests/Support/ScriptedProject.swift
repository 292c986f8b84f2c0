import AgentManifest
import AgentRuntime
import AgentTesting
import EngineAPI
import Synchronization

@testable import AgentOrchestrator

/// A project on an engine in memory: whole runs without a process.
final class ScriptedProject: Sendable {
    /// What a plan waits for where a test decides when an agent is ready.
    static let fileProbe = Probe(.file(path: "/ready", text: nil), retries: 1, startPeriod: .zero)

    let engine: ScriptedEngine
    let containers: ScriptedContainers
    let client: EngineClient
    let name: String
    let journal = RunJournal()
    /// What observers were told, in order.
    let told = Told()

    init(_ name: String = TestEngine.uniqueName("scripted")) async throws {
        engine = try ScriptedEngine(on: .tcp)
        containers = ScriptedContainers(on: engine)
        client = try await engine.connect()
        self.name = name
    }

    deinit { client.shutdown() }

    var host: AgentHost { AgentHost(engine: client, journal: journal) }
    var project: Project { host.project(name) }
    var agents: AgentSelector { host.agents(of: name) }

    // MARK: What is wanted

    /// A plan of an agent that is ready when it runs, unless changed.
    func plan(
        _ agent: String, _ dependencies: Manifest.Dependency..., change: (inout RunOptions) -> Void = { _ in }
    ) -> AgentPlan {
        let identity = AgentIdentity.testing(project: name, agent: agent)
        var options = RunOptions(image: "\(agent):1", name: identity.containerName, identity: identity)
        options.readiness = .started
        change(&options)
        return AgentPlan(options: options, dependencies: dependencies)
    }

    /// A plan of each replica of an agent.
    func plans(_ plan: AgentPlan, replicas: Int) -> [AgentPlan] {
        var plan = plan
        plan.replicas = replicas
        return (1...replicas).map { plan.replica($0) }
    }

    /// Brings plans up, all of one run.
    @discardableResult
    func up(_ plans: [AgentPlan], _ options: UpOptions = UpOptions(), agents: Set<String> = []) async throws -> UpResult
    {
        let run = AgentIdentity.newRun()
        let plans = plans.map { plan in
            var plan = plan
            let own = plan.options.identity
            plan.options.identity = .testing(project: own.project, agent: own.agent, replica: own.replica, run: run)
            return plan
        }
        return try await project.up(
            plans, agents: agents.union(plans.map(\.agent)), options: options, observer: observer)
    }

    /// Notes what happens to agents.
    var observer: ProjectObserver {
        ProjectObserver(
            project: { [told] in told.add("\($0) \($1)") }, started: { [told] agent, _ in told.add("\(agent) runs") })
    }

    // MARK: What is there

    /// The name of an agent's container.
    func container(_ agent: String, _ replica: Int = 1) -> String { "\(name)-\(agent)-\(replica)" }

    /// Makes a container of an agent, past all runs.
    ///
    /// - Parameters:
    ///   - project: whose; this one's unless given.
    ///   - running: whether it is started.
    @discardableResult
    func add(
        _ agent: String, replica: Int = 1, project: String? = nil, running: Bool = true,
        change: (inout ContainerConfiguration) -> Void = { _ in }
    ) async throws -> AgentContainer {
        let identity = AgentIdentity.testing(project: project ?? name, agent: agent, replica: replica)
        var configuration = ContainerConfiguration(image: "\(agent):1", labels: identity.labels)
        change(&configuration)
        let id = try await client.containers.create(configuration, name: identity.containerName).id
        if running { try await client.containers.start(id) }
        return try await found(id)
    }

    /// A container as a list has it now.
    func found(_ id: String) async throws -> AgentContainer {
        let all = try await host.agents(of: nil).containersAndForeign()
        guard let found = all.first(where: { $0.id == id || $0.name == id }) else {
            throw AgentError(.notFound, "there is no container \(id)")
        }
        return found
    }

    /// The calls that changed something, by method and the path's last word: `POST start`.
    var changes: [String] {
        engine.calls.filter { $0.method != "GET" && $0.method != "HEAD" && !$0.path.hasSuffix("/wait") }
            .map { "\($0.method) \($0.path.split(separator: "/").last ?? "")" }
    }
}

/// What was told, in order.
final class Told: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock(\.self) }

    func add(_ text: String) { texts.withLock { $0.append(text) } }

    /// Where the first text that begins so stands; nil without one.
    func place(of text: String) -> Int? { all.firstIndex { $0.hasPrefix(text) } }
}
