/// What the command line says beyond the manifest. A nil field leaves it to the manifest.
public struct PlanFlags: Sendable, Hashable {
    /// The project's name.
    public var project: String
    /// The folder that gives the project its name; nil where the user named it.
    public var projectFolder: String?
    /// The text that marks everything which this run creates; new unless given.
    public var run: String
    /// Whether the command returns once the agent is ready.
    public var detach: Bool
    /// How long readiness is awaited beyond the probe's start period.
    public var waitTimeout: Duration?
    /// The memory limit in bytes.
    public var memory: Int64?
    /// How long the agent may live from its creation on.
    public var ttl: Duration?
    /// The CPU limit in billionths of a CPU.
    public var nanoCPUs: Int64?
    /// Whether agents of the level `privileged` may run.
    public var allowsPrivileged = false
    /// The folders of this host that agents may have mounts of, without links in their paths.
    public var mountAllow: [String] = []
    /// How many replicas, by agent.
    public var scale: [String: Int] = [:]

    /// Creates flags of which only the project is given.
    public init(project: String) {
        self.project = project
        run = AgentIdentity.newRun()
        detach = false
    }
}
