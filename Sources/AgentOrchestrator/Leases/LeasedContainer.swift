import AgentRuntime
import AgentValues
import EngineAPI

/// A container of ours whose life is bounded.
struct LeasedContainer: Sendable, Hashable {
    /// The engine's id.
    let id: ContainerID
    /// The container's name.
    let name: String
    /// Whose it is.
    let identity: AgentIdentity
    /// What bounds its life.
    let lease: Lease
    let created: EngineTime

    /// nil when the labels are not all ours, or when nothing bounds its life.
    init?(id: String, name: String, labels: [String: String], created: EngineTime) {
        guard let identity = AgentIdentity(labels: labels), let lease = Lease(labels: labels) else { return nil }
        self.id = ContainerID(id)
        self.name = name
        self.identity = identity
        self.lease = lease
        self.created = created
    }

    init?(_ summary: ContainerSummary) {
        self.init(
            id: summary.id, name: summary.names.first ?? String(summary.id.prefix(12)), labels: summary.labels,
            created: summary.created)
    }

    init?(_ inspection: ContainerInspection) {
        self.init(
            id: inspection.id, name: inspection.name, labels: inspection.configuration.labels ?? [:],
            created: inspection.created ?? .never)
    }

    /// The containers on an engine whose life is bounded, stopped ones too: `GET /containers/json`.
    ///
    /// - Parameter project: only this project's; those of all projects when nil.
    static func list(on engine: EngineClient, project: String?) async throws -> [LeasedContainer] {
        var labels = [AgentIdentity.Label.lease]
        if let project { labels.append("\(AgentIdentity.Label.project)=\(project)") }
        let found = try await engine.agentContainers(all: true, filters: ["label": labels])
        return found.own.compactMap(LeasedContainer.init).sorted { $0.name < $1.name }
    }

    /// When its life is over as far as can be told at `now`; until then nobody needs to ask again.
    ///
    /// The engine is asked only where idleness may have ended it: for the last line of the log, and for the start of the container,
    /// whichever is later.
    /// - Throws: `EngineError`, with `notFound` when it is gone.
    func end(on engine: EngineClient, at now: EngineTime) async throws -> LeaseEnd {
        let fixed = lease.expires.map { LeaseEnd(time: $0, reason: .lifetime(lease.lifetime.ttl)) }
        guard let idle = lease.lifetime.idle else {
            return fixed ?? LeaseEnd(time: .distantFuture, reason: .lifetime(nil))
        }
        if let fixed, fixed.time <= now { return fixed }
        // It cannot have been quiet for longer than it is there.
        var end = LeaseEnd(time: created + idle, reason: .idle(idle))
        if end.time <= now { end.time = try await lastSign(on: engine) + idle }
        guard let fixed else { return end }
        return fixed.time <= end.time ? fixed : end
    }

    /// The time of the last line of output, or of the start where that is later.
    private func lastSign(on engine: EngineClient) async throws -> EngineTime {
        let inspection = try await engine.containers.inspect(id.rawValue)
        var last = max(created, inspection.state.startedAt ?? created)
        let log = try await engine.containers.logs(
            id.rawValue, LogOptions(timestamps: true, tail: 1), tty: inspection.configuration.hasTerminal ?? false)
        for try await frame in log {
            guard var time = frame.stamp?.time else { continue }
            // Podman writes whole seconds; the line came before the next one.
            if time.nanoseconds == 0 { time.seconds += 1 }
            last = max(last, time)
        }
        return last
    }
}

extension EngineTime {
    /// Later than every lease.
    static let distantFuture = EngineTime(seconds: 253_402_300_799)
}
