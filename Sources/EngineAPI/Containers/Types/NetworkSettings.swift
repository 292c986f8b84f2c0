/// A container's ports and addresses.
public struct NetworkSettings: Sendable, Hashable, Decodable {
    /// Its ports, and where each is published now; empty while it does not run.
    public var ports: PortBindings
    /// Its networks by name.
    public var networks: [String: NetworkAttachment]

    enum CodingKeys: String, CodingKey {
        case ports = "Ports"
        case networks = "Networks"
    }

    /// No ports, no networks.
    init() {
        ports = [:]
        networks = [:]
    }

    /// Decodes; nothing must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        ports = try container[.ports, or: [:]]
        networks = try container[.networks, or: [:]]
    }
}

/// How a container is connected to one network.
public struct NetworkAttachment: Sendable, Hashable, Decodable {
    /// The network's id; Podman writes the network's name here.
    public var networkID: String
    /// The IPv4 address; nil while the container does not run.
    public var address: String?
    /// The length of the IPv4 network's prefix.
    public var prefixLength: Int
    /// The IPv4 gateway.
    public var gateway: String?
    /// The IPv6 address.
    public var ipv6Address: String?
    /// The IPv6 gateway.
    public var ipv6Gateway: String?
    /// The hardware address.
    public var macAddress: String?
    /// Further names by which it is found there.
    public var aliases: [String]

    enum CodingKeys: String, CodingKey {
        case networkID = "NetworkID"
        case address = "IPAddress"
        case prefixLength = "IPPrefixLen"
        case gateway = "Gateway"
        case ipv6Address = "GlobalIPv6Address"
        case ipv6Gateway = "IPv6Gateway"
        case macAddress = "MacAddress"
        case aliases = "Aliases"
    }

    /// Decodes; nothing must be there, and empty texts become nil.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? {
            let value: String = try container[key, or: ""]
            return value.isEmpty ? nil : value
        }
        networkID = try container[.networkID, or: ""]
        address = try text(.address)
        prefixLength = try container[.prefixLength, or: 0]
        gateway = try text(.gateway)
        ipv6Address = try text(.ipv6Address)
        ipv6Gateway = try text(.ipv6Gateway)
        macAddress = try text(.macAddress)
        aliases = try container[.aliases, or: []]
    }
}
