public import AgentRuntime

/// An agent as people name it: `NAME` for all its replicas, `NAME/2` for one, or its container's name or id.
public struct AgentReference: Sendable, Hashable, CustomStringConvertible {
    /// The agent's name.
    public var agent: String
    /// The replica's number, from 1; nil for all.
    public var replica: Int?

    /// Parses `NAME` or `NAME/REPLICA`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else { return nil }
        agent = String(name)
        guard parts.count == 2 else { return }
        guard let number = Int(parts[1]), number > 0 else { return nil }
        replica = number
    }

    /// As it is written.
    public var description: String { replica.map { "\(agent)/\($0)" } ?? agent }

    /// Whether a container is meant.
    public func matches(_ container: AgentContainer) -> Bool { matches(container.identity) }

    /// Whether a replica is meant.
    public func matches(_ identity: AgentIdentity) -> Bool {
        identity.agent == agent && (replica == nil || identity.replica == replica)
    }

    /// Whether this is the container's name, its id, or at least the 12 digits of it that engines print.
    public func names(_ container: AgentContainer) -> Bool {
        guard replica == nil else { return false }
        return container.name == agent || (agent.utf8.count >= 12 && container.id.hasPrefix(agent))
    }
}
