public import AgentManifest
public import Diagnostics

/// What `up` would do for one replica of an agent: everything is decided, nothing is done.
public struct AgentPlan: Sendable {
    /// What to run.
    public var options: RunOptions
    /// The image to build before, where the manifest names none.
    public var build: ImageBuildPlan?
    /// Every default and every setting that matters, with where it came from.
    public var settings: [PlannedSetting]
    /// The agents that must come first.
    public var dependencies: [Manifest.Dependency]
    /// How many replicas of the agent there are to be.
    public var replicas: Int
    /// How the agent is tested, where its manifest says so.
    public var test: Manifest.Test?
    /// Where the values of `from: env` secrets are: the host's environment with that of the manifest's files. Not to be printed.
    public var variables: [String: String] = [:]
    /// What there is to warn about, each at its place.
    public var warnings: [Diagnostic] = []
    /// The hooks around the agent's runs and stops that its manifest names.
    public var hooks: DeclaredHooks

    /// Creates a plan.
    public init(
        options: RunOptions, build: ImageBuildPlan? = nil, settings: [PlannedSetting] = [],
        dependencies: [Manifest.Dependency] = [], replicas: Int = 1, hooks: DeclaredHooks = DeclaredHooks()
    ) {
        self.options = options
        self.build = build
        self.settings = settings
        self.dependencies = dependencies
        self.replicas = replicas
        self.hooks = hooks
    }

    /// The agent's name.
    public var agent: String { options.identity.agent }

    /// How the container is called in messages: the agent's name, with the replica's number where there are several.
    public var displayName: String {
        replicas > 1 || options.identity.replica > 1 ? "\(agent)/\(options.identity.replica)" : agent
    }

    /// The digest of all that is asked for: equal digests mean that a running container needs no change.
    public var configHash: String {
        guard let hooks = hooks.digest else { return options.configHash }
        return RunOptions.digest((options.configHash + hooks).utf8)
    }

    /// For each part of what is asked for a short digest; see ``RunOptions/configParts``.
    public var configParts: [String: String] {
        var parts = options.configParts
        parts["hooks"] = hooks.digest.map { String($0.prefix(8)) }
        return parts
    }

    /// The same plan for another replica.
    public func replica(_ number: Int) -> AgentPlan {
        var plan = self
        plan.options.identity.replica = number
        plan.options.name = plan.options.identity.containerName
        return plan
    }
}
