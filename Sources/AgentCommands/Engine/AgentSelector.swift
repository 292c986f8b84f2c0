import AgentRuntime
import Diagnostics
import EngineAPI

/// Finds the containers of agents on an engine, by their labels alone.
struct AgentSelector: Sendable {
    /// The engine.
    let engine: EngineClient
    /// The project; nil for all projects.
    let project: String?

    /// The containers of agents, stopped ones too, by project, agent and replica.
    ///
    /// - Parameter references: the agents, or the ids or names of their containers; all of the project when empty.
    /// - Throws: ``CommandError`` when an agent is not there; with a reference that is nearly right, when there is one.
    func containers(_ references: [AgentReference] = []) async throws -> [AgentContainer] {
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
    func containersAndForeign() async throws -> [AgentContainer] {
        let label = project.map { "\(AgentIdentity.Label.project)=\($0)" } ?? AgentIdentity.Label.project
        let found = try await engine.agentContainers(all: true, filters: ["label": [label]])
        let foreign = found.foreign.compactMap { AgentContainer($0, isForeign: true) }
        return (found.own.compactMap { AgentContainer($0) } + foreign).sorted(by: AgentContainer.precedes)
    }

    /// The containers of agents that the references name by id or name, in all projects.
    ///
    /// - Throws: ``CommandError`` when one is not there.
    func containers(named references: [AgentReference]) async throws -> [AgentContainer] {
        let all = try await list(project: nil)
        return try references.reduce(into: []) { found, reference in
            guard let container = all.first(where: reference.names) else {
                throw CommandError(
                    .agentNotFound, "no agent has a container '\(reference)'",
                    hint: "`aac-runtime list` shows the containers of agents that run")
            }
            if !found.contains(where: { $0.id == container.id }) { found.append(container) }
        }
    }

    /// The containers of agents that are there; all of the project when none is named.
    func matching(_ references: [AgentReference]) async throws -> [AgentContainer] {
        try await list(project: project).filter { container in
            references.isEmpty || references.contains { $0.matches(container) }
        }
    }

    /// The containers of agents, at least one.
    ///
    /// - Throws: ``CommandError``; when the project is empty too.
    func existing(_ references: [AgentReference] = []) async throws -> [AgentContainer] {
        let found = try await containers(references)
        guard found.isEmpty else { return found }
        throw try await empty()
    }

    /// The one running container to work in: of several replicas the first that runs.
    ///
    /// - Throws: ``CommandError`` when there is none.
    func running(_ reference: AgentReference) async throws -> AgentContainer {
        let found = try await containers([reference])
        if let container = found.first(where: { $0.summary.state == .running }) { return container }
        let state = found.first.map { "\($0.summary.state)" } ?? "gone"
        throw CommandError(
            .notRunning, "agent '\(reference)' is not running (\(state))",
            hint: found.first?.summary.state == .paused
                ? "let it go on with `aac-runtime unpause \(reference)`"
                : "start it with `aac-runtime start \(reference)`")
    }

    /// The names of projects that have containers.
    func projects() async throws -> [String] {
        Set(try await list(project: nil).map(\.identity.project)).sorted()
    }

    private func list(project: String?) async throws -> [AgentContainer] {
        let label = project.map { "\(AgentIdentity.Label.project)=\($0)" } ?? AgentIdentity.Label.project
        let found = try await engine.agentContainers(all: true, filters: ["label": [label]])
        return found.own.compactMap { AgentContainer($0) }.sorted(by: AgentContainer.precedes)
    }

    private func missing(_ reference: AgentReference, among all: [AgentContainer]) async throws -> CommandError {
        guard !all.isEmpty else { return try await empty(looking: reference) }
        let replicas = all.filter { $0.identity.agent == reference.agent }.map(\.identity.replica)
        if !replicas.isEmpty {
            return CommandError(
                .agentNotFound, "agent '\(reference.agent)' has no replica \(reference.replica ?? 1)",
                hint: "it has \(replicas.map(String.init).joined(separator: ", "))")
        }
        let names = Set(all.map(\.identity.agent)).sorted()
        var hint = didYouMean(reference.agent, among: names)
        if hint == nil { hint = try await elsewhere(reference) }
        return CommandError(
            .agentNotFound, "there is no agent '\(reference)'\(place)",
            details: ["agents: \(names.joined(separator: ", "))"],
            hint: hint)
    }

    private func empty(looking reference: AgentReference? = nil) async throws -> CommandError {
        let subject = reference.map { "there is no agent '\($0)'" } ?? "there are no agents"
        let hint: String
        if let reference, let place = try await elsewhere(reference) {
            hint = place
        } else if project != nil, case let others = try await projects(), !others.isEmpty {
            hint = "projects with agents: \(others.joined(separator: ", ")); choose one with --project"
        } else {
            hint = "start agents with `aac-runtime up`"
        }
        return CommandError(reference == nil ? .projectEmpty : .agentNotFound, subject + place, hint: hint)
    }

    /// Where else an agent of this name is.
    private func elsewhere(_ reference: AgentReference) async throws -> String? {
        guard project != nil else { return nil }
        let owners = Set(try await list(project: nil).filter(reference.matches).map(\.identity.project)).sorted()
        return owners.first.map { "project '\($0)' has one: --project \($0)" }
    }

    private var place: String { project.map { " in project '\($0)'" } ?? "" }
}
