/// Where on the host a container's port is published.
public struct PortBinding: Sendable, Hashable, Codable {
    /// The host's address; nil or empty means all interfaces.
    public var hostAddress: String?
    /// The host's port as text; nil, empty or `0` lets the engine choose a free one.
    public var hostPort: String?

    /// Creates a binding; `hostPort` nil lets the engine choose.
    public init(hostAddress: String? = nil, hostPort: Int? = nil) {
        self.hostAddress = hostAddress
        self.hostPort = hostPort.map(String.init)
    }

    /// The host's port as a number, nil where none was chosen yet.
    public var port: Int? { hostPort.flatMap { Int($0) }.flatMap { $0 == 0 ? nil : $0 } }

    enum CodingKeys: String, CodingKey {
        case hostAddress = "HostIp"
        case hostPort = "HostPort"
    }
}
