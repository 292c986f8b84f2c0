import AgentRuntime
public import AgentValues
import EngineAPI

/// What a stream of events tells.
public enum AgentEventSignal: Sendable {
    /// The engine is listened to: what was before is to be asked. Comes first, and again after each absence of the engine.
    case connected
    /// Something happened.
    case event(AgentEvent)
}

extension AgentHost {
    /// How long the engine may be away.
    private static let patience = Duration.seconds(60)

    /// What happens to agents, as it happens: `GET /events`. Goes on when the engine goes away and comes back.
    ///
    /// - Parameters:
    ///   - project: whose agents; nil for those of all projects.
    ///   - since: also what happened since then, as far as the engine remembers.
    ///   - signal: told of each.
    /// - Throws: `EngineError` when the engine stays away for a minute, or what `signal` throws.
    public func followEvents(
        of project: String?, since: EngineTime? = nil, signal: (AgentEventSignal) async throws -> Void
    ) async throws {
        let signals = engine.system.watch(filters: Self.filters(project), since: since, patience: Self.patience)
        for try await found in signals {
            switch found {
            case .connected: try await signal(.connected)
            case .event(let event): if let event = AgentEvent(event) { try await signal(.event(event)) }
            }
        }
    }

    /// What happened to agents until `until`, as far as the engine remembers: `GET /events?until=…`.
    public func pastEvents(
        of project: String?, since: EngineTime? = nil, until: EngineTime, event: (AgentEvent) async throws -> Void
    ) async throws {
        let past = try await engine.system.pastEvents(
            filters: Self.filters(project), since: since ?? EngineTime(seconds: 0), until: until)
        for try await found in past { if let found = AgentEvent(found) { try await event(found) } }
    }

    private static func filters(_ project: String?) -> EngineFilters {
        .agents(of: project).adding("type", "container")
    }
}
