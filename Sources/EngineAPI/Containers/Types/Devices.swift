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

/// Devices asked for by driver and capability, such as all GPUs.
public struct DeviceRequest: Sendable, Hashable, Codable {
    /// The driver; nil for any.
    public var driver: String?
    /// How many; -1 is all.
    public var count: Int?
    /// Their ids, instead of a count.
    public var deviceIDs: [String]?
    /// Alternatives, each a list of capabilities that must all be there, such as `[["gpu"]]`.
    public var capabilities: [[String]]?
    /// Options of the driver.
    public var options: [String: String]?

    /// Creates a request.
    public init(
        driver: String? = nil, count: Int? = nil, deviceIDs: [String]? = nil, capabilities: [[String]]? = nil,
        options: [String: String]? = nil
    ) {
        self.driver = driver
        self.count = count
        self.deviceIDs = deviceIDs
        self.capabilities = capabilities
        self.options = options
    }

    enum CodingKeys: String, CodingKey {
        case driver = "Driver"
        case count = "Count"
        case deviceIDs = "DeviceIDs"
        case capabilities = "Capabilities"
        case options = "Options"
    }
}
