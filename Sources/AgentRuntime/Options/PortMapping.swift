/// One published port: where on the host a port of the container is reached.
///
/// Its JSON has the keys and string values of the Go tool's `runtime.PortMapping` (`Host`, `Container`, `Protocol`), and
/// `HostIP` where the address is not the loopback address.
public struct PortMapping: Sendable, Hashable {
    /// A transport protocol.
    public enum TransportProtocol: String, Sendable, Hashable, Codable, CaseIterable {
        case tcp, udp
    }

    /// The address on the host that the port is bound to, unless the user names another: the loopback address.
    public static let defaultHostIP = "127.0.0.1"

    /// The port on the host; 0 lets the engine choose a free one.
    public var host: Int
    /// The port in the container, 1 to 65535.
    public var container: Int
    /// The transport protocol; TCP unless given.
    public var `protocol`: TransportProtocol
    /// The address on the host; 127.0.0.1 unless given.
    public var hostIP: String

    /// Creates a mapping.
    public init(
        host: Int, container: Int, protocol: TransportProtocol = .tcp, hostIP: String = PortMapping.defaultHostIP
    ) {
        self.host = host
        self.container = container
        self.protocol = `protocol`
        self.hostIP = hostIP
    }

    /// Parses `CONTAINER`, `HOST:CONTAINER` or `IP:HOST:CONTAINER`, each with an optional `/tcp` or `/udp`, as `docker run -p`
    /// does; an IPv6 address stands in brackets. Without a host port it is the container's; an empty one means any free one.
    ///
    /// - Parameters:
    ///   - text: the mapping as people write it.
    ///   - address: the address on the host where the text names none.
    /// - Returns: nil when the text has another form or a port is out of range.
    public init?(parsing text: String, on address: String = PortMapping.defaultHostIP) {
        var rest = Substring(text)
        var transport = TransportProtocol.tcp
        if let slash = rest.lastIndex(of: "/") {
            guard let parsed = TransportProtocol(rawValue: rest[rest.index(after: slash)...].lowercased()) else {
                return nil
            }
            transport = parsed
            rest = rest[..<slash]
        }
        var address = address
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            address = String(rest[rest.index(after: rest.startIndex)..<end])
            rest = rest[rest.index(after: end)...]
            guard rest.hasPrefix(":") else { return nil }
            rest = rest.dropFirst()
        }
        var fields = rest.split(separator: ":", omittingEmptySubsequences: false)
        if fields.count == 3 { address = String(fields.removeFirst()) }
        guard (1...2).contains(fields.count), !address.isEmpty else { return nil }
        guard let container = Self.port(fields[fields.count - 1]), container > 0 else { return nil }
        guard let host = fields.count == 1 ? container : fields[0].isEmpty ? 0 : Self.port(fields[0]) else {
            return nil
        }
        self.init(host: host, container: container, protocol: transport, hostIP: address)
    }

    private static func port(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(text), port <= 65535
        else {
            return nil
        }
        return port
    }
}

extension PortMapping: CustomStringConvertible {
    /// The address and the port on the host, as URLs have them: `127.0.0.1:8080`, `[::1]:8080`; `*` for any free port.
    public var address: String {
        let address = hostIP.contains(":") ? "[\(hostIP)]" : hostIP
        return "\(address):\(host == 0 ? "*" : String(host))"
    }

    /// As people write it: `127.0.0.1:8080->80/tcp`.
    public var description: String { "\(address)->\(container)/\(`protocol`.rawValue)" }
}

extension PortMapping: Codable {
    private enum CodingKeys: String, CodingKey {
        case host = "Host"
        case container = "Container"
        case `protocol` = "Protocol"
        case hostIP = "HostIP"
    }

    /// Decodes the Go tool's form; ports are text.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func port(_ key: CodingKeys) throws -> Int {
            let text = try values.decode(String.self, forKey: key)
            guard let port = Self.port(Substring(text)) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: values, debugDescription: "not a port: \(text)")
            }
            return port
        }
        self.init(
            host: try port(.host), container: try port(.container),
            protocol: try values.decodeIfPresent(TransportProtocol.self, forKey: .protocol) ?? .tcp,
            hostIP: try values.decodeIfPresent(String.self, forKey: .hostIP) ?? PortMapping.defaultHostIP)
    }

    /// Encodes the Go tool's form; ports are text.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(String(host), forKey: .host)
        try values.encode(String(container), forKey: .container)
        try values.encode(`protocol`, forKey: .protocol)
        if hostIP != PortMapping.defaultHostIP { try values.encode(hostIP, forKey: .hostIP) }
    }
}
