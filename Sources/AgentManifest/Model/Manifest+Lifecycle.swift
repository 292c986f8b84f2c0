public import AgentValues

extension Manifest {
    /// `spec.restart`: what the engine does when the agent ends.
    public enum RestartPolicy: Sendable, Hashable, CustomStringConvertible {
        /// Nothing.
        case no
        /// Start it again, whatever the exit code.
        case always
        /// As `always`, until somebody stops it.
        case unlessStopped
        /// Start it again when the exit code is not 0, at most `maximumRetries` times (nil: no bound).
        case onFailure(maximumRetries: Int?)

        /// As written in a manifest.
        public var description: String {
            switch self {
            case .no: "no"
            case .always: "always"
            case .unlessStopped: "unless-stopped"
            case .onFailure(let retries): retries.map { "on-failure:\($0)" } ?? "on-failure"
            }
        }
    }

    /// One entry of `spec.dependsOn`.
    public struct Dependency: Sendable, Hashable {
        /// What must be true of the other agent first.
        public enum Condition: String, Sendable, Hashable, Codable, CaseIterable {
            /// Its container runs.
            case started
            /// It is ready.
            case healthy
            /// It ended with exit code 0.
            case completed
        }

        /// The other agent's name.
        public var name: String
        /// What must be true of it; `started` for a plain name.
        public var condition: Condition

        /// Creates a dependency.
        public init(name: String, condition: Condition = .started) {
            self.name = name
            self.condition = condition
        }
    }

    /// `spec.scaling`.
    public struct Scaling: Sendable, Hashable {
        /// How many containers of this agent.
        public var replicas = 1
        /// The lower bound of automatic scaling.
        public var minimumReplicas: Int?
        /// The upper bound of automatic scaling.
        public var maximumReplicas: Int?
        /// The CPU use, in percent, that automatic scaling aims at.
        public var targetCPUPercent: Int?
        /// The memory use, in percent, that automatic scaling aims at.
        public var targetMemoryPercent: Int?
        /// Further metrics of automatic scaling, free-form.
        public var metrics: JSONValue?
        /// Vertical scaling of the upstream drafts, free-form.
        public var vertical: JSONValue?

        /// One replica.
        public init() {}
    }
}
