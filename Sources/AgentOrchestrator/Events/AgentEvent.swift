public import AgentRuntime
public import AgentValues
package import EngineAPI

/// Something that happened to the container of an agent.
public struct AgentEvent: Sendable, Hashable {
    /// Whose container it is.
    public let identity: AgentIdentity
    /// When it happened.
    public let time: EngineTime
    /// What happened, in Docker's word.
    public let event: String
    /// What the engine adds: the command of an exec, the result of a health check.
    public let detail: String?
    /// Of an end only.
    public let exitCode: Int?
    /// The container's name.
    public let container: String
    /// The container's id.
    public let id: String

    /// The project.
    public var project: String { identity.project }
    /// The agent.
    public var agent: String { identity.agent }
    /// The replica's number, from 1.
    public var replica: Int { identity.replica }

    /// - Returns: nil for what does not carry our labels.
    package init?(_ event: EngineEvent) {
        guard let identity = AgentIdentity(labels: event.attributes) else { return nil }
        self.identity = identity
        time = event.time
        self.event = event.action.rawValue
        detail = event.detail ?? event.attributes["signal"].map { "signal \($0)" }
        exitCode = event.exitCode
        container = event.name ?? ""
        id = event.id
    }

    /// Whether it is a part of something else that engines tell too.
    public var isDetail: Bool { event.hasPrefix("exec_") || event.hasPrefix("archive") || Self.details.contains(event) }

    private static let details: Set = [
        "attach", "detach", "resize", "top", "export", "mount", "unmount", "init", "cleanup", "sync", "exec",
    ]
}

extension AgentEvent: Encodable {
    private enum CodingKeys: CodingKey {
        case time, event, detail, exitCode, project, agent, replica, container, id
    }

    /// As one object, without what is nil.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(time, forKey: .time)
        try values.encode(event, forKey: .event)
        try values.encodeIfPresent(detail, forKey: .detail)
        try values.encodeIfPresent(exitCode, forKey: .exitCode)
        try values.encode(project, forKey: .project)
        try values.encode(agent, forKey: .agent)
        try values.encode(replica, forKey: .replica)
        try values.encode(container, forKey: .container)
        try values.encode(id, forKey: .id)
    }
}
