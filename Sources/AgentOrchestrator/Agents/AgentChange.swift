import AgentRuntime

/// What became of one agent. Its JSON is the result of what was asked for.
public struct AgentChange: Sendable, Hashable, Encodable {
    /// The agent.
    public var agent: String
    /// The replica's number.
    public var replica: Int
    /// The container's name.
    public var container: String
    /// What it is now, such as `stopped`.
    public var result: String
    /// Whether that is new.
    public var changed: Bool

    /// - Parameter result: what it is now, as a word for people.
    package init(_ container: AgentContainer, _ result: String, changed: Bool = true) {
        agent = container.identity.agent
        replica = container.identity.replica
        self.container = container.name
        self.result = result
        self.changed = changed
    }
}
