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
