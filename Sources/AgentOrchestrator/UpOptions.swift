/// How a project is brought to what its manifests want.
public struct UpOptions: Sendable, Hashable {
    /// What becomes of the other agents when one fails.
    public enum FailurePolicy: String, Sendable, Hashable, CaseIterable {
        /// What this call created is removed, and what it replaced runs again.
        case rollback
        /// The others go on; only those that depend on it are not started. Its container stays, stopped, unless what it was to
        /// replace runs again.
        case keep
    }

    /// How many creations and starts at a time are fastest. Docker and Podman differ little between 4 and 10; in
    /// `hack/bench up` 6 was best most often.
    public static let bestParallel = 6

    /// How many builds, and how many creations and starts, go on at the same time; nil: ``bestParallel``.
    public var parallel: Int?
    /// What becomes of the other agents when one fails.
    public var onFailure: FailurePolicy
    /// Whether containers are removed whose agents are in none of the manifests.
    public var removesOrphans: Bool
    /// The agents that are touched; nil: all.
    public var agents: Set<String>?
    /// Whether containers that run as they are wanted are made anew too.
    public var recreates = false
    /// How long containers that are replaced have between their stop signal and SIGKILL; nil: their own time.
    public var stopTimeout: Duration?

    /// Creates options; without arguments the defaults of `up`.
    public init(
        parallel: Int? = nil, onFailure: FailurePolicy = .rollback, removesOrphans: Bool = false,
        agents: Set<String>? = nil
    ) {
        self.parallel = parallel
        self.onFailure = onFailure
        self.removesOrphans = removesOrphans
        self.agents = agents
    }
}
