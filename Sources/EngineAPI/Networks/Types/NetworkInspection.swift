/// All about one network.
public struct NetworkInspection: Sendable, Hashable, Decodable {
    /// Its id.
    public var id: String
    /// Its name.
    public var name: String
    /// Its driver, such as `bridge`.
    public var driver: String
    /// Whether containers on it can reach nothing outside.
    public var isInternal: Bool
    /// Whether containers on it have IPv6 addresses.
    public var hasIPv6: Bool
    /// The driver's options.
    public var options: [String: String]
    /// Its labels.
    public var labels: [String: String]
    /// Its interface on the engine's host; only Podman says it.
    public var interface: String?

    /// The engines' names: Docker's first, Podman's own second.
    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Decodes; only the id and the name must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func key(_ name: String) -> Key {
            let own = Key(stringValue: name.lowercased())
            return container.contains(own) ? own : Key(stringValue: name)
        }
        id = try container.decode(String.self, forKey: key("Id"))
        name = try container.decode(String.self, forKey: key("Name"))
        driver = try container[key("Driver"), or: ""]
        isInternal = try container[key("Internal"), or: false]
        let own = Key(stringValue: "ipv6_enabled")
        hasIPv6 = try container[container.contains(own) ? own : Key(stringValue: "EnableIPv6"), or: false]
        options = try container[key("Options"), or: [:]]
        labels = try container[key("Labels"), or: [:]]
        interface = try container.decodeIfPresent(String.self, forKey: Key(stringValue: "network_interface"))
    }
}
