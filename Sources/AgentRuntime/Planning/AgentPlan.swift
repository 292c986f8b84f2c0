public import AgentManifest
public import Diagnostics

/// What `up` would do for one agent: everything is decided, nothing is done.
public struct AgentPlan: Sendable {
    /// What to run.
    public var options: RunOptions
    /// The image to build before, where the manifest names none.
    public var build: ImageBuildPlan?
    /// Every default and every setting that matters, with where it came from.
    public var settings: [PlannedSetting]
    /// The agents that must come first.
    public var dependencies: [Manifest.Dependency]
    /// Where the values of `from: env` secrets are: the host's environment with that of the manifest's files. Not to be printed.
    public var variables: [String: String] = [:]
    /// What there is to warn about, each at its place.
    public var warnings: [Diagnostic] = []
    /// The hooks around the agent's runs and stops that its manifest names.
    public var hooks: DeclaredHooks

    /// Creates a plan.
    public init(
        options: RunOptions, build: ImageBuildPlan? = nil, settings: [PlannedSetting] = [],
        dependencies: [Manifest.Dependency] = [], hooks: DeclaredHooks = DeclaredHooks()
    ) {
        self.options = options
        self.build = build
        self.settings = settings
        self.dependencies = dependencies
        self.hooks = hooks
    }

    /// The digest of all that is asked for: equal digests mean that a running container needs no change.
    public var configHash: String {
        guard let hooks = hooks.digest else { return options.configHash }
        return RunOptions.digest((options.configHash + hooks).utf8)
    }
}
