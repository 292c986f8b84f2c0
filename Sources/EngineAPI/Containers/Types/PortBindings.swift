/// Ports of a container and where on the host each is published; an empty list means exposed only.
public struct PortBindings: Sendable, Hashable, Codable, ExpressibleByDictionaryLiteral {
    /// The bindings of each port.
    public var byPort: [ContainerPort: [PortBinding]]

    /// Creates bindings.
    public init(_ byPort: [ContainerPort: [PortBinding]] = [:]) { self.byPort = byPort }
    /// Creates bindings from a literal.
    public init(dictionaryLiteral elements: (ContainerPort, [PortBinding])...) {
        byPort = Dictionary(elements, uniquingKeysWith: +)
    }

    /// The bindings of a port; empty for one that is not there.
    public subscript(port: ContainerPort) -> [PortBinding] {
        get { byPort[port] ?? [] }
        set { byPort[port] = newValue }
    }

    /// Decodes `{"80/tcp": [{…}], "81/tcp": null}`.
    public init(from decoder: any Decoder) throws {
        byPort = try [ContainerPort: [PortBinding]?](from: decoder).mapValues { $0 ?? [] }
    }

    /// Encodes `{"80/tcp": [{…}]}`.
    public func encode(to encoder: any Encoder) throws { try byPort.encode(to: encoder) }
}

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
