import AgentRuntime

/// Whose output is printed.
struct LogOrigin: Sendable, Hashable {
    /// The agent.
    var agent: String
    /// The replica's number.
    var replica: Int
    /// What stands in front of its lines.
    var name: String

    /// The origins of containers, by container id.
    static func all(of containers: [AgentContainer]) -> [String: LogOrigin] {
        let names = containers.displayNames
        return Dictionary(
            containers.map {
                let name = names[$0.id] ?? $0.identity.agent
                return ($0.id, LogOrigin(agent: $0.identity.agent, replica: $0.identity.replica, name: name))
            }, uniquingKeysWith: { first, _ in first })
    }
}
