public import AgentManifest

/// What the definition of a runtime says about agents whose image is made from it; the manifest beats it.
public struct RuntimeDefaults: Sendable, Hashable {
    /// The port that agents of this runtime listen on; a probe without a port asks there.
    public var port: Int?
    /// The probe.
    public var readiness: Manifest.Probe?
    /// The limits.
    public var limits: Manifest.Resources.Amounts

    /// Creates defaults; without arguments they say nothing, as for an image that was not made from a runtime definition.
    public init(
        port: Int? = nil, readiness: Manifest.Probe? = nil, limits: Manifest.Resources.Amounts = .init()
    ) {
        self.port = port
        self.readiness = readiness
        self.limits = limits
    }
}
