/// A port of a container with its protocol, written `80/tcp`.
public struct ContainerPort: Sendable, Hashable, Comparable, Codable, CodingKeyRepresentable, CustomStringConvertible {
    /// A transport protocol.
    public enum TransportProtocol: String, Sendable, Hashable, Codable, CaseIterable {
        /// TCP, the default.
        case tcp
        /// UDP.
        case udp
        /// SCTP.
        case sctp
    }

    /// 1 to 65535.
    public var number: Int
    /// TCP unless said otherwise.
    public var transport: TransportProtocol

    /// Creates a port; TCP unless said otherwise.
    public init(_ number: Int, _ transport: TransportProtocol = .tcp) {
        self.number = number
        self.transport = transport
    }

    /// Parses `80`, `80/tcp`, `53/udp`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let number = parts.first.flatMap({ Int($0) }), (0...65535).contains(number) else {
            return nil
        }
        guard let transport = parts.count == 2 ? TransportProtocol(rawValue: String(parts[1])) : .tcp else {
            return nil
        }
        self.init(number, transport)
    }

    /// Reads the port from a JSON key.
    public init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }

    /// Decodes from text such as `80/tcp`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let port = ContainerPort(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a port")
        }
        self = port
    }

    /// Encodes as text such as `80/tcp`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// The port as a JSON key.
    public var codingKey: any CodingKey { Key(stringValue: description) }
    /// `80/tcp`.
    public var description: String { "\(number)/\(transport.rawValue)" }
    /// By number, then protocol.
    public static func < (a: ContainerPort, b: ContainerPort) -> Bool {
        (a.number, a.transport.rawValue) < (b.number, b.transport.rawValue)
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

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
