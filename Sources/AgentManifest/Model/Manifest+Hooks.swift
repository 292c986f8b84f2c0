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

extension Manifest.Hooks {
    /// The keys of `spec.hooks`.
    static let fields: [Field<Self>] = [
        Field("preRun", .hooks, "Before anything is created.") { $0.preRun = $1 },
        Field("postRun", .hooks, "After the container started.") { $0.postRun = $1 },
        Field("ready", .hooks, "After the agent became ready.") { $0.ready = $1 },
        Field("preStop", .hooks, "Before the agent is stopped.") { $0.preStop = $1 },
        Field("postStop", .hooks, "After the agent stopped.") { $0.postStop = $1 },
        Field("failed", .hooks, "After a run failed and what it did was taken back.") { $0.failed = $1 },
    ]
}

extension Manifest.Hook {
    /// The keys of a hook.
    static let keys: [KeyDeclaration] = [
        KeyDeclaration("name", .text, "What the hook is called in messages."),
        KeyDeclaration("exec", .defined(.program), "A program of the host with its arguments."),
        KeyDeclaration("use", .text, "A registered Swift hook."),
        timeout.key, onError.key,
        KeyDeclaration("config", .free, "Settings for the Swift hook."),
    ]

    static let timeout = Field<Self>("timeout", .positiveDuration, "How long it may take; 30s for a program.") {
        $0.timeout = $1
    }
    static let onError = Field<Self>(
        "onError", .choice("way to handle an error"), "What its failure means.", default: "fail"
    ) { $0.onError = $1 }
}
