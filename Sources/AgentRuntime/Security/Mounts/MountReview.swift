/// Whether one mount of an agent may be there on this host, and why.
public struct MountReview: Sendable, Hashable, Encodable {
    /// The path on the host, or the volume's name; empty for memory and unnamed volumes.
    public var source: String
    /// The path in the container.
    public var target: String
    /// Whether a run would make it.
    public var isAllowed: Bool
    /// Such as `in the manifest's folder` or `lies outside of '/srv/agent'`; after "it" where it is refused.
    public var reason: String

    enum CodingKeys: String, CodingKey {
        case source, target, isAllowed = "allowed", reason
    }

    /// Looks at the mounts of a run without beginning it.
    ///
    /// - Returns: one for each of the options' volumes, in their order.
    public static func of(_ options: RunOptions) -> [MountReview] {
        guard !options.volumes.isEmpty else { return [] }
        let policy = MountPolicy.ofHost()
        return options.volumes.map { mount in
            switch policy.foresee(mount, options.security) {
            case .allowed(let reason):
                MountReview(source: mount.source, target: mount.target, isAllowed: true, reason: reason.description)
            case .denied(let denial):
                MountReview(source: mount.source, target: mount.target, isAllowed: false, reason: denial.objection)
            }
        }
    }
}
