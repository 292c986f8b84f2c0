public import AgentRuntime
public import EngineAPI

/// Where agents run: an engine, and what starts and stops containers on it. Whatever is asked about agents is asked here.
///
/// ```swift
/// let host = AgentHost(engine: engine, runtime: EngineRuntime(engine).wrapped(by: [AuditHook()]))
/// let agents = try await host.agents(of: "shop").existing()
/// ```
public struct AgentHost: Sendable {
    /// The engine's API.
    package let engine: EngineClient
    /// Starts and stops containers, with the hooks around that.
    public let runtime: any ContainerRuntime
    /// Where the runtime keeps what it created.
    package let journal: RunJournal

    /// - Parameters:
    ///   - engine: where the containers are.
    ///   - runtime: starts and stops them; wrap it to put hooks around that. The engine's own unless given.
    ///   - journal: the one that the runtime has, if any.
    public init(
        engine: EngineClient, runtime: (any ContainerRuntime)? = nil, journal: RunJournal = RunJournal()
    ) {
        self.engine = engine
        self.runtime = runtime ?? EngineRuntime(engine, journal: journal)
        self.journal = journal
    }

    /// The same agents, with another runtime.
    package func with(_ runtime: any ContainerRuntime) -> AgentHost {
        AgentHost(engine: engine, runtime: runtime, journal: journal)
    }

    /// The engine's address, as clients are given it.
    package var address: String { engine.address.description }

    /// A program to be run in a container beside process 1.
    ///
    /// - Parameter user: who runs it; the container's own user unless given.
    package func program(_ words: [String], in container: ContainerID, user: String? = nil) -> ContainerProgram {
        ContainerProgram(words, in: container.rawValue, of: engine, user: user)
    }

    /// Removes an image that a build made, with those of its steps, but not those it was made from: `DELETE /images/{name}?noprune=1`.
    package func removeImage(_ reference: String, steps: [String]) async throws {
        try await ImageBuilder().remove(reference, steps: steps, on: engine)
    }

    /// Whether an image is on the engine: `GET /images/{name}/json`.
    package func hasImage(_ reference: String) async throws -> Bool {
        try await engine.unlessMissing { try await engine.images.inspect(reference) } != nil
    }

    /// The container that has a name, whoever's it is: `GET /containers/{id}/json`.
    package func container(named name: String) async throws -> ContainerID? {
        let found = try await engine.unlessMissing { try await engine.containers.inspect(name) }
        // Engines also find containers by the beginning of their ids.
        return found.flatMap { $0.name == name ? ContainerID($0.id) : nil }
    }

    /// Finds agents.
    ///
    /// - Parameter project: whose; nil for those of all projects.
    public func agents(of project: String?) -> AgentSelector { AgentSelector(host: self, project: project) }

    /// The agents of one project, to be brought up and taken down.
    public func project(_ name: String) -> Project { Project(name: name, on: self) }
}
