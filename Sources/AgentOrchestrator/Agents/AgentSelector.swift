import AgentRuntime
import Diagnostics
import EngineAPI

/// Finds the containers of agents on an engine, by their labels alone.
public struct AgentSelector: Sendable {
    /// Where they run.
    public let host: AgentHost
    /// The project; nil for all projects.
    public let project: String?

    init(host: AgentHost, project: String?) {
        self.host = host
        self.project = project
    }

    private var engine: EngineClient { host.engine }

    /// The containers of agents, stopped ones too, by project, agent and replica.
    ///
    /// - Parameter references: the agents, or the ids or names of their containers; all of the project when empty.
    /// - Throws: ``AgentError`` when an agent is not there; with a reference that is nearly right, when there is one.
    public func containers(_ references: [AgentReference] = []) async throws -> [AgentContainer] {
        var all = try await list(project: project)
        guard !references.isEmpty else { return all }
        var named: Set<String> = []
        for reference in references where !all.contains(where: reference.matches) {
            // Ids and names of containers are unique on an engine, whatever the project.
            let found = try await list(project: nil).filter(reference.names)
            if found.isEmpty { throw try await missing(reference, among: all) }
            all += found.filter { container in !all.contains { $0.id == container.id } }
            named.formUnion(found.map(\.id))
        }
        return all.filter { container in
            named.contains(container.id) || references.contains { $0.matches(container) }
        }
    }

    /// Everything that carries the labels of agents, foreign containers too, which are to be shown and not to be touched.
    public func containersAndForeign() async throws -> [AgentContainer] {
        let found = try await engine.agentContainers(all: true, filters: .agents(of: project))
        let foreign = found.foreign.compactMap { AgentContainer($0, isForeign: true) }
        return (found.own.compactMap { AgentContainer($0) } + foreign).sorted(by: AgentContainer.precedes)
    }

    /// The containers of agents that the references name by id or name, in all projects.
    ///
    /// - Throws: ``AgentError`` when one is not there.
    public func containers(named references: [AgentReference]) async throws -> [AgentContainer] {
        let all = try await list(project: nil)
        return try references.reduce(into: []) { found, reference in
            guard let container = all.first(where: reference.names) else {
                throw AgentError(
                    .notFound, "no agent has a container '\(reference)'", facts: .init(agent: "\(reference)"))
            }
            if !found.contains(where: { $0.id == container.id }) { found.append(container) }
        }
    }

    /// The containers of agents that are there; all of the project when none is named.
    public func matching(_ references: [AgentReference]) async throws -> [AgentContainer] {
        try await list(project: project).filter { container in
            references.isEmpty || references.contains { $0.matches(container) }
        }
    }

    /// The containers of agents, at least one.
    ///
    /// - Throws: ``AgentError``; when the project is empty too.
    public func existing(_ references: [AgentReference] = []) async throws -> [AgentContainer] {
        let found = try await containers(references)
        guard found.isEmpty else { return found }
        throw try await empty()
    }

    /// The one running container to work in: of several replicas the first that runs.
    ///
    /// - Throws: ``AgentError`` when there is none.
    public func running(_ reference: AgentReference) async throws -> AgentContainer {
        let found = try await containers([reference])
        if let container = found.first(where: \.isAtWork) { return container }
        let state = found.first?.state ?? "gone"
        throw AgentError(
            .notRunning, "agent '\(reference)' is not running (\(state))",
            facts: .init(agent: "\(reference)", state: state))
    }

    /// The names of projects that have containers.
    public func projects() async throws -> [String] {
        Set(try await list(project: nil).map(\.identity.project)).sorted()
    }

    private func list(project: String?) async throws -> [AgentContainer] {
        let found = try await engine.agentContainers(all: true, filters: .agents(of: project))
        return found.own.compactMap { AgentContainer($0) }.sorted(by: AgentContainer.precedes)
    }

    private func missing(_ reference: AgentReference, among all: [AgentContainer]) async throws -> AgentError {
        guard !all.isEmpty else { return try await empty(looking: reference) }
        // Of one replica there are two containers while one takes the other's place.
        let replicas = Set(all.filter { $0.identity.agent == reference.agent }.map(\.identity.replica)).sorted()
        if !replicas.isEmpty {
            return AgentError(
                .notFound, "agent '\(reference.agent)' has no replica \(reference.replica ?? 1)",
                facts: .init(agent: reference.agent),
                hint: "it has \(replicas.map(String.init).joined(separator: ", "))")
        }
        let names = Set(all.map(\.identity.agent)).sorted()
        let hint = didYouMean(reference.agent, among: names)
        return AgentError(
            .notFound, "there is no agent '\(reference)'\(place)",
            details: ["agents: \(names.joined(separator: ", "))"],
            facts: .init(agent: "\(reference)", projects: hint == nil ? try await owners(of: reference) : []),
            hint: hint)
    }

    private func empty(looking reference: AgentReference? = nil) async throws -> AgentError {
        guard let reference else {
            return AgentError(
                .noAgents, "there are no agents\(place)",
                facts: .init(projects: project == nil ? [] : try await projects()))
        }
        let owners = try await owners(of: reference)
        let others = owners.isEmpty && project != nil ? try await projects() : []
        return AgentError(
            owners.isEmpty ? .noAgents : .notFound, "there is no agent '\(reference)'\(place)",
            facts: .init(agent: "\(reference)", projects: owners.isEmpty ? others : owners))
    }

    /// Where else an agent of this name is.
    private func owners(of reference: AgentReference) async throws -> [String] {
        guard project != nil else { return [] }
        return Set(try await list(project: nil).filter(reference.matches).map(\.identity.project)).sorted()
    }

    private var place: String { project.map { " in project '\($0)'" } ?? "" }
}
