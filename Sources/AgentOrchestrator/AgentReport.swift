public import AgentRuntime

/// What `up` did about one replica of an agent.
public struct AgentReport: Sendable, Encodable {
    /// What was done.
    public enum Outcome: String, Sendable, Hashable, Encodable {
        /// A container was created and started.
        case started
        /// A container was created in another one's place, and started.
        case recreated
        /// The container that is there is what was asked for.
        case unchanged
        /// A container that nobody wants was removed.
        case removed
        /// It could not be started; what was created for it is removed, and what ran before runs again.
        case failed
        /// It was not started, because an agent that it depends on failed.
        case skipped
    }

    /// The agent's name.
    public var agent: String
    /// The replica's number, from 1.
    public var replica: Int
    /// How messages call it: the agent's name, with the replica's number where there are several.
    public var displayName: String
    /// What was done.
    public var outcome: Outcome
    /// Why; for replicas that were recreated, removed, failed or skipped.
    public var reason: String?
    /// The image that runs.
    public var image: String?
    /// The container, where there is one.
    public var container: ContainerInfo?
    /// What hooks changed about what the manifest asks for.
    public var changes: [HookChanges] = []
    /// What the container was created from, after every hook; it is no part of the report's JSON.
    public var options: RunOptions?

    private enum CodingKeys: CodingKey {
        case agent, replica, outcome, reason, image, container, changes
    }

    /// Creates a report.
    public init(
        agent: String, replica: Int = 1, displayName: String? = nil, outcome: Outcome, reason: String? = nil,
        image: String? = nil, container: ContainerInfo? = nil, changes: [HookChanges] = [], options: RunOptions? = nil
    ) {
        self.agent = agent
        self.replica = replica
        self.displayName = displayName ?? agent
        self.outcome = outcome
        self.reason = reason
        self.image = image
        self.container = container
        self.changes = changes
        self.options = options
    }

    init(
        _ step: Reconciliation.Step, _ outcome: Outcome, reason: String? = nil, container: ContainerInfo? = nil,
        changes: [HookChanges] = [], options: RunOptions? = nil
    ) {
        self.init(
            agent: step.agent, replica: step.replica, displayName: step.displayName, outcome: outcome, reason: reason,
            image: step.plan?.options.image, container: container, changes: changes,
            options: options ?? step.plan?.options)
    }

    /// Whether the agent runs, or has done what others waited for.
    public var isUp: Bool {
        switch outcome {
        case .started, .recreated, .unchanged: true
        case .removed, .failed, .skipped: false
        }
    }
}
