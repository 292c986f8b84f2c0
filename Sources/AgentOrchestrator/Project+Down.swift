import AgentRuntime
import AgentValues
import Diagnostics
import EngineAPI

/// What `down` removed, and what it left.
public struct DownReport: Sendable, Hashable, Encodable {
    /// The removed containers' names.
    public var containers: [String] = []
    /// The removed networks' names.
    public var networks: [String] = []
    /// The removed volumes' names.
    public var volumes: [String] = []
    /// The volumes that are left, because they hold data.
    public var keptVolumes: [String] = []
    /// Whether files of ours were left on this host by a run that did not clean up, and were removed.
    public var leftoverFiles = false

    /// Whether something is here whose creation was begun.
    func names(_ subject: RunJournal.Entry) -> Bool {
        switch subject {
        case .container(let name): containers.contains(name)
        case .network(let name): networks.contains(name)
        case .volume(let name): (volumes + keptVolumes).contains(name)
        case .folder: false
        }
    }
}

extension Project {
    /// Stops and removes the project's containers, all at once, then its networks and, where wanted, its volumes.
    ///
    /// - Parameters:
    ///   - agents: only the containers of these agents; empty for all, and then also the networks and volumes.
    ///   - removesVolumes: whether named volumes, and the data in them, go too.
    ///   - stopTimeout: how long a container has between SIGTERM and SIGKILL; nil for its own.
    ///   - observer: told when another command works on the project, by the project's name, and of containers that have ended.
    /// - Returns: what was removed, and the first hook's failure, which keeps nothing from being removed.
    /// - Throws: the first failure of the engine; everything else is removed all the same.
    public func down(
        agents: Set<String> = [], removesVolumes: Bool, stopTimeout: Duration?,
        observer: ProjectObserver = ProjectObserver()
    ) async throws -> (report: DownReport, hookFailure: (any Error)?) {
        try await locked(telling: [name], observer) {
            try await takeDown(
                agents: agents, removesVolumes: removesVolumes, stopTimeout: stopTimeout, ended: observer.ended)
        }
    }

    private func takeDown(
        agents: Set<String>, removesVolumes: Bool, stopTimeout: Duration?,
        ended: @escaping @Sendable (ContainerID) async -> Void
    ) async throws -> (report: DownReport, hookFailure: (any Error)?) {
        var report = DownReport()
        var hookFailure: (any Error)?
        let begun = BegunCreations(project: name, on: engine.address)
        // A command that was killed may have left a call behind that the engine still carries out, so look again for a
        // while.
        let policy = RetryPolicy(.every(.milliseconds(200)), limit: BegunCreations.patience)
        _ = try await policy.poll { () -> Bool? in
            hookFailure = try await takeDown(agents, removesVolumes, stopTimeout, ended, &report) ?? hookFailure
            let mayCome = try agents.isEmpty && begun.abandoned().contains { !report.names($0) }
            return mayCome ? nil : true
        }
        guard agents.isEmpty else { return (report, hookFailure) }
        try begun.forgetAbandoned()
        let files = try RunFiles.removeAll(ofProject: name, on: engine.address)
        let secrets = try SecretFiles.removeAll(ofProject: name, on: engine.address)
        report.leftoverFiles = files || secrets
        return (report, hookFailure)
    }

    /// Removes what is there now.
    ///
    /// - Returns: the first hook's failure.
    private func takeDown(
        _ agents: Set<String>, _ removesVolumes: Bool, _ stopTimeout: Duration?,
        _ ended: @escaping @Sendable (ContainerID) async -> Void, _ report: inout DownReport
    ) async throws -> (any Error)? {
        let found = try await engine.agentContainers(all: true, filters: .labels(labels)).own.filter { container in
            guard let identity = AgentIdentity(labels: container.labels) else { return false }
            return agents.isEmpty || agents.contains(identity.agent)
        }
        let (containers, hookFailure) = try await remove(found, stopTimeout: stopTimeout, ended: ended)
        report.containers = (report.containers + containers).sorted()
        guard agents.isEmpty else { return hookFailure }
        report.networks = try await (report.networks + removeUnusedNetworks()).sorted()
        // Volumes that held the launcher for containers that are gone hold no data of the user's.
        let (guards, named) = try await engine.volumes.list(filters: .labels(labels))
            .partitioned { $0.labels[AgentIdentity.Label.guardVolume] != nil }
        for volume in guards { try await removeVolume(volume.name) }
        let volumes = named.map(\.name).sorted()
        if removesVolumes {
            for volume in volumes { try await removeVolume(volume) }
            report.volumes = (report.volumes + volumes).sorted()
        } else {
            report.keptVolumes = volumes
        }
        return hookFailure
    }

    /// Removes the project's networks that no container is on.
    /// - Returns: their names.
    @discardableResult
    public func removeUnusedNetworks() async throws -> [String] {
        try await removeNetworks(filters: .labels(labels))
    }

    /// Removes everything that one run created, in a task that cancellation cannot reach.
    func remove(run: String, stopTimeout: Duration) async throws {
        let filters = EngineFilters.labels(labels.merging([AgentIdentity.Label.run: run]) { $1 })
        try await Task {
            // Each pass lists anew what is there, so it can be repeated after any failure.
            try await EngineRetry().call {
                let containers = try await engine.agentContainers(all: true, filters: filters).own
                _ = try await remove(containers, stopTimeout: stopTimeout)
                _ = try await removeNetworks(filters: filters)
                for volume in try await engine.volumes.list(filters: filters) { try await removeVolume(volume.name) }
            }
        }.value
    }

    /// Stops and removes containers, all at once. A hook that fails keeps none of them.
    ///
    /// - Returns: the names, and the hooks' first failure.
    private func remove(
        _ containers: [ContainerSummary], stopTimeout: Duration?,
        ended: @escaping @Sendable (ContainerID) async -> Void = { _ in }
    ) async throws -> (names: [String], hookFailure: (any Error)?) {
        try await withThrowingTaskGroup(of: (String, (any Error)?).self) { group in
            for container in containers {
                group.addTask {
                    var hookFailure: (any Error)?
                    if container.state == .running || container.state == .restarting || container.state == .paused {
                        do { try await runtime.stop(ContainerID(container.id), timeout: stopTimeout) } catch {
                            hookFailure = error is HookError || error is RunFailures ? error : nil
                        }
                    }
                    await ended(ContainerID(container.id))
                    // By force, so that it is removed even when the stop failed.
                    try await runtime.remove(ContainerID(container.id))
                    return (container.names.first ?? container.id, hookFailure)
                }
            }
            var names: [String] = []
            var hookFailure: (any Error)?
            var first: (any Error)?
            while let result = await group.nextResult() {
                switch result {
                case .success(let (name, failure)):
                    names.append(name)
                    hookFailure = hookFailure ?? failure
                case .failure(let error): first = first ?? error
                }
            }
            if let first { throw first }
            return (names.sorted(), hookFailure)
        }
    }

    /// A network that a container of somebody else's is on stays, which is no error.
    private func removeNetworks(filters: EngineFilters) async throws -> [String] {
        var removed: [String] = []
        for network in try await engine.networks.list(filters: filters) {
            guard try await engine.networks.members(of: network.name, all: true).isEmpty else { continue }
            _ = try await engine.unlessMissing { try await engine.networks.remove(network.id) }
            journal.forget(.network(network.name))
            removed.append(network.name)
        }
        return removed.sorted()
    }

    private func removeVolume(_ name: String) async throws {
        _ = try await engine.unlessMissing { try await engine.volumes.remove(name) }
        journal.forget(.volume(name))
    }
}
