public import AgentRuntime
public import EngineAPI

/// A container of ours, as a list of the engine shows it.
public struct AgentContainer: Sendable, Hashable {
    /// The container and its ports.
    public var container: ContainerInfo
    /// Whose it is, by its labels.
    public var identity: AgentIdentity
    /// Where it is in its life.
    package var status: ContainerState.Status
    /// Whether it has its labels from its image, so that it is somebody else's.
    public var isForeign = false
    /// Whether the engine's own check says that it is unhealthy, where that was asked.
    public var isUnhealthy = false
    /// Whether its command ended with exit code 0, where that was asked.
    public var hasCompleted = false
    /// The id of the image that it runs.
    public var imageID: String
    /// The digest of what it was created from.
    package var configHash: String?
    /// The digests of the parts of that, by the option's name.
    package var configParts: [String: String]
    /// What it may do, as its label says.
    package var capabilities: String?

    /// Reads a line of a list; nil when the container does not carry our labels.
    public init?(_ summary: ContainerSummary, isForeign: Bool = false) {
        guard let identity = AgentIdentity(labels: summary.labels) else { return nil }
        self.identity = identity
        self.isForeign = isForeign
        container = ContainerInfo(summary)
        status = summary.state
        imageID = summary.imageID
        configHash = summary.labels[AgentIdentity.Label.configHash]
        configParts = ConfigPartsLabel(summary.labels[AgentIdentity.Label.configParts] ?? "").parts
        capabilities = summary.labels[AgentIdentity.Label.capabilities]
    }

    /// The engine's id.
    public var id: String { container.id.rawValue }

    /// The container's name.
    public var name: String { container.name.isEmpty ? String(id.prefix(12)) : container.name }

    /// Where it is in its life, in Docker's word, such as `running`.
    public var state: String { status.rawValue }

    /// Whether its command runs and is not frozen.
    public var isAtWork: Bool { status == .running }

    /// Whether its command is frozen.
    public var isPaused: Bool { status == .paused }

    /// Whether its command runs, frozen or not.
    public var isRunning: Bool { status == .running || status == .paused }

    /// Whether its command runs or is about to be started again.
    public var isActive: Bool { isRunning || status == .restarting }

    /// The error of what needs a running agent.
    package var notRunning: AgentError {
        AgentError(
            .notRunning, "agent '\(identity.agent)' is not running (\(state))",
            facts: .init(agent: identity.agent, state: state))
    }

    /// By project, agent and replica.
    package static func precedes(_ a: AgentContainer, _ b: AgentContainer) -> Bool {
        (a.identity.project, a.identity.agent, a.identity.replica, a.id)
            < (b.identity.project, b.identity.agent, b.identity.replica, b.id)
    }
}

extension Sequence<AgentContainer> {
    /// How each container is called in messages: the agent's name, with the replica's number where there are several.
    public var displayNames: [String: String] {
        // Of one replica there are two containers while one takes the other's place.
        let counts = Dictionary(grouping: self) { $0.identity.agent }.mapValues {
            Set($0.map(\.identity.replica)).count
        }
        return Dictionary(
            map { container in
                let identity = container.identity
                return (
                    container.id,
                    counts[identity.agent, default: 1] > 1 || identity.replica > 1
                        ? "\(identity.agent)/\(identity.replica)" : identity.agent
                )
            }, uniquingKeysWith: { first, _ in first })
    }
}
