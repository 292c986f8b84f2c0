public import AgentManifest

/// What the definition of a runtime says about every agent of its kind; the manifest beats it.
public struct RuntimeDefaults: Sendable, Hashable {
    /// Environment variables.
    public var environment: [String: String]
    /// The port that agents of this runtime listen on; published when the manifest has no `ports`.
    public var port: Int?
    /// The probe.
    public var readiness: Manifest.Probe?
    /// The limits.
    public var limits: Manifest.Resources.Amounts

    /// Creates defaults; nothing is said unless given.
    public init(
        environment: [String: String] = [:], port: Int? = nil, readiness: Manifest.Probe? = nil,
        limits: Manifest.Resources.Amounts = .init()
    ) {
        self.environment = environment
        self.port = port
        self.readiness = readiness
        self.limits = limits
    }
}
