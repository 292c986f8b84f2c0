public import AgentRuntime

/// The replicas of the agents of a project, planned, in the order in which they start.
public struct PlannedProject: Sendable {
    /// The project's name.
    public var name: String
    /// The agents of the manifests.
    public var names: [String]
    /// A plan for each replica.
    public var agents: [AgentPlan]
    /// The absolute paths of the manifests, and of the files with variables that are read with them, there or not.
    public var files: Set<String>

    /// - Parameters: as the properties.
    public init(name: String, names: [String], agents: [AgentPlan], files: Set<String> = []) {
        self.name = name
        self.names = names
        self.agents = agents
        self.files = files
    }

    /// Where secrets of the environment are, by agent.
    public var variables: [String: [String: String]] {
        Dictionary(agents.map { ($0.options.identity.agent, $0.variables) }) { first, _ in first }
    }

    /// The hooks of the manifests, by agent.
    public var hooks: [String: [any RunHook]] {
        Dictionary(agents.map { ($0.options.identity.agent, $0.hooks.hooks) }) { first, _ in first }
    }
}
