import AgentManifest
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

    /// The agents that are meant by some of their names.
    ///
    /// - Parameters:
    ///   - wanted: the names.
    ///   - withDependencies: whether those that they depend on belong to them, and those that these depend on.
    /// - Returns: the agents, or the name that no agent has.
    public func agents(named wanted: [String], withDependencies: Bool) -> Result<Set<String>, UnknownAgent> {
        if let stranger = wanted.first(where: { !names.contains($0) }) { return .failure(UnknownAgent(name: stranger)) }
        guard withDependencies else { return .success(Set(wanted)) }
        let dependencies = Dictionary(agents.map { ($0.agent, $0.dependencies.map(\.name)) }) { first, _ in first }
        var meant: Set<String> = []
        var open = wanted
        while let name = open.popLast() {
            if meant.insert(name).inserted { open += dependencies[name] ?? [] }
        }
        return .success(meant)
    }

    /// A name that no agent of the project has.
    public struct UnknownAgent: Error, Hashable {
        /// The name.
        public var name: String
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
