/// Which hooks go around which agent.
public struct HookSet: Sendable {
    /// Around every agent, the first one outermost.
    public var shared: [any RunHook]
    /// Around one agent, inside of the shared ones, by the agent's name.
    public var byAgent: [String: [any RunHook]]

    /// Creates a set.
    public init(_ shared: [any RunHook] = [], byAgent: [String: [any RunHook]] = [:]) {
        self.shared = shared
        self.byAgent = byAgent
    }

    /// Whether no agent has a hook.
    public var isEmpty: Bool { shared.isEmpty && byAgent.values.allSatisfy(\.isEmpty) }

    /// The hooks around an agent, the first one outermost.
    public subscript(agent: String) -> [any RunHook] { shared + (byAgent[agent] ?? []) }
}
