/// A device of the host inside a container.
public struct DeviceMapping: Sendable, Hashable, Codable {
    /// The device's path on the host.
    public var hostPath: String
    /// Its path in the container.
    public var containerPath: String
    /// `r`, `w`, `m` for read, write, make node.
    public var permissions: String

    /// Creates a mapping.
    public init(hostPath: String, containerPath: String, permissions: String = "rwm") {
        self.hostPath = hostPath
        self.containerPath = containerPath
        self.permissions = permissions
    }

    enum CodingKeys: String, CodingKey {
        case hostPath = "PathOnHost"
        case containerPath = "PathInContainer"
        case permissions = "CgroupPermissions"
    }
}
