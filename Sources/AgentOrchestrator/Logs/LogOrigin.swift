package import AgentRuntime

/// Whose output is printed.
package struct LogOrigin: Sendable, Hashable {
    /// The agent.
    package var agent: String
    /// The replica's number.
    package var replica: Int
    /// What stands in front of its lines.
    package var name: String
    /// The agent's project, where it is not that of all others.
    package var project: String?
    /// The container, where that matters: the one that takes another's place can have other secrets.
    package var container: ContainerID?

    /// - Parameters:
    ///   - name: what stands in front of its lines.
    ///   - project: the agent's project, where it is not that of all others.
    package init(agent: String, replica: Int, name: String, project: String? = nil, container: ContainerID? = nil) {
        self.agent = agent
        self.replica = replica
        self.name = name
        self.project = project
        self.container = container
    }

    /// The origins of containers, by container id.
    package static func all(of containers: [AgentContainer]) -> [String: LogOrigin] {
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
