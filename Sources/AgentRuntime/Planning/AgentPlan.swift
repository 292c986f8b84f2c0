public import AgentManifest

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

    /// Creates a plan.
    public init(
        options: RunOptions, build: ImageBuildPlan? = nil, settings: [PlannedSetting] = [],
        dependencies: [Manifest.Dependency] = []
    ) {
        self.options = options
        self.build = build
        self.settings = settings
        self.dependencies = dependencies
    }
}
