/// The ports that an image or container says it listens on; on the wire an object with empty values.
public struct ExposedPorts: Sendable, Hashable, Codable, ExpressibleByArrayLiteral {
    /// The ports.
    public var ports: Set<ContainerPort>

    /// Creates the set.
    public init(_ ports: some Sequence<ContainerPort>) { self.ports = Set(ports) }
    /// Creates the set from a literal.
    public init(arrayLiteral elements: ContainerPort...) { self.init(elements) }

    /// Decodes `{"80/tcp": {}}`.
    public init(from decoder: any Decoder) throws {
        self.init(try [ContainerPort: EmptyObject](from: decoder).keys)
    }

    /// Encodes `{"80/tcp": {}}`.
    public func encode(to encoder: any Encoder) throws {
        try Dictionary(uniqueKeysWithValues: ports.map { ($0, EmptyObject()) }).encode(to: encoder)
    }
}

/// `{}`.
struct EmptyObject: Sendable, Hashable, Codable {}
