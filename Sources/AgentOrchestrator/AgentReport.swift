public import AgentRuntime

/// What `up` did for one agent.
public struct AgentReport: Sendable, Hashable, Encodable {
    /// What was done.
    public enum Outcome: String, Sendable, Hashable, Encodable {
        /// A container was created and started.
        case started
        /// The container that runs is what was asked for.
        case unchanged
    }

    /// The agent's name.
    public var agent: String
    /// What was done.
    public var outcome: Outcome
    /// The image that runs.
    public var image: String
    /// The container.
    public var container: ContainerInfo
    /// What hooks changed about what the manifest asks for.
    public var changes: [HookChanges]
    /// What the container was created from, after every hook; it is no part of the report's JSON.
    public var options: RunOptions

    private enum CodingKeys: CodingKey {
        case agent, outcome, image, container, changes
    }

    /// Creates a report.
    public init(
        agent: String, outcome: Outcome, image: String, container: ContainerInfo, changes: [HookChanges] = [],
        options: RunOptions
    ) {
        self.agent = agent
        self.outcome = outcome
        self.image = image
        self.container = container
        self.changes = changes
        self.options = options
    }
}
