import AgentRuntime

/// Whose output is printed.
struct LogOrigin: Sendable, Hashable {
    /// The agent.
    var agent: String
    /// The replica's number.
    var replica: Int
    /// What stands in front of its lines.
    var name: String
    /// The agent's project, where it is not that of all others.
    var project: String?
    /// The container, where that matters: the one that takes another's place can have other secrets.
    var container: ContainerID?

    /// The origins of containers, by container id.
    static func all(of containers: [AgentContainer]) -> [String: LogOrigin] {
        let names = containers.displayNames
        return Dictionary(
            containers.map {
                let identity = $0.identity
                let name = names[$0.id] ?? identity.agent
                return (
                    $0.id,
                    LogOrigin(agent: identity.agent, replica: identity.replica, name: name, project: identity.project)
                )
            }, uniquingKeysWith: { first, _ in first })
    }
}
