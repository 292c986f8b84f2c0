import AgentRuntime
import EngineAPI

/// Something that happened to the container of an agent. Its JSON is a line of `events`.
struct AgentEvent: Sendable, Hashable {
    /// Whose container it is.
    let identity: AgentIdentity
    /// When it happened.
    let time: EngineTime
    /// What happened, in Docker's word.
    let event: String
    /// What the engine adds: the command of an exec, the result of a health check.
    let detail: String?
    /// Of an end only.
    let exitCode: Int?
    /// The container's name.
    let container: String
    /// The container's id.
    let id: String

    var project: String { identity.project }
    var agent: String { identity.agent }
    var replica: Int { identity.replica }

    /// - Returns: nil for what does not carry our labels.
    init?(_ event: EngineEvent) {
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
    var isDetail: Bool { event.hasPrefix("exec_") || event.hasPrefix("archive") || Self.details.contains(event) }

    private static let details: Set = [
        "attach", "detach", "resize", "top", "export", "mount", "unmount", "init", "cleanup", "sync", "exec",
    ]

    /// What stands in brackets behind it.
    var notes: String { [exitCode.map { "exit code \($0)" }, detail].compactMap(\.self).joined(separator: ", ") }
}

extension AgentEvent: Encodable {
    private enum CodingKeys: CodingKey {
        case time, event, detail, exitCode, project, agent, replica, container, id
    }

    func encode(to encoder: any Encoder) throws {
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
