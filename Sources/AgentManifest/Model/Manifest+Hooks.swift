public import AgentValues

extension Manifest {
    /// One entry of `spec.hooks.preRun` and its sisters.
    public struct Hook: Sendable, Hashable {
        /// What runs.
        public enum Action: Sendable, Hashable {
            /// `exec`: a program of the host with its arguments.
            case exec([String])
            /// `use`: a registered Swift hook with its settings.
            case use(String, config: JSONValue)
        }

        /// What a failure of the hook means.
        public enum FailureMode: String, Sendable, Hashable, Codable, CaseIterable {
            /// The run fails.
            case fail
            /// A warning, and the run goes on.
            case warn
        }

        /// The name used in messages.
        public var name: String
        /// What runs.
        public var action: Action
        /// The longest time that it may take; nil: 30 s for a program, for a Swift hook what it says itself.
        public var timeout: Duration?
        /// What a failure means.
        public var onError: FailureMode = .fail

        /// Creates a hook.
        public init(name: String, action: Action) {
            self.name = name
            self.action = action
        }
    }

    /// `spec.hooks`: the hooks of each phase in order.
    public struct Hooks: Sendable, Hashable {
        /// Before anything is created.
        public var preRun: [Hook] = []
        /// After the container started.
        public var postRun: [Hook] = []
        /// After the agent became ready.
        public var ready: [Hook] = []
        /// Before the agent is stopped.
        public var preStop: [Hook] = []
        /// After the agent stopped.
        public var postStop: [Hook] = []
        /// After a run failed and what it did was taken back.
        public var failed: [Hook] = []

        /// No hooks.
        public init() {}
    }
}
