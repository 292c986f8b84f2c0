/// What the command line says beyond the manifest. A nil field leaves it to the manifest.
public struct PlanFlags: Sendable, Hashable {
    /// The project's name.
    public var project: String
    /// Whether the command returns once the agent is ready.
    public var detach: Bool
    /// How long readiness is awaited beyond the probe's start period.
    public var waitTimeout: Duration?
    /// The base image of a generated Dockerfile.
    public var baseImage: String?
    /// The memory limit in bytes.
    public var memory: Int64?
    /// The CPU limit in billionths of a CPU.
    public var nanoCPUs: Int64?

    /// Creates flags of which only the project is given.
    public init(project: String) {
        self.project = project
        detach = false
    }
}
