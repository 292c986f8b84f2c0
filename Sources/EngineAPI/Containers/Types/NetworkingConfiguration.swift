/// How a new container joins networks.
public struct NetworkingConfiguration: Sendable, Hashable, Codable {
    /// Networks by name; engines before API 1.44 take one at most.
    public var endpoints: [String: NetworkEndpointConfiguration]

    /// Creates the configuration.
    public init(endpoints: [String: NetworkEndpointConfiguration]) { self.endpoints = endpoints }

    enum CodingKeys: String, CodingKey {
        case endpoints = "EndpointsConfig"
    }
}

/// How a container appears on one network.
public struct NetworkEndpointConfiguration: Sendable, Hashable, Codable {
    /// Names other than the container's own by which it is found there.
    public var aliases: [String]?
    /// A fixed address.
    public var addresses: FixedAddresses?
    /// A fixed hardware address.
    public var macAddress: String?

    /// Creates the configuration.
    public init(aliases: [String]? = nil, addresses: FixedAddresses? = nil, macAddress: String? = nil) {
        self.aliases = aliases
        self.addresses = addresses
        self.macAddress = macAddress
    }

    /// Addresses instead of the engine's choice.
    public struct FixedAddresses: Sendable, Hashable, Codable {
        /// An IPv4 address of the network.
        public var ipv4: String?
        /// An IPv6 address of the network.
        public var ipv6: String?

        /// Creates the addresses.
        public init(ipv4: String? = nil, ipv6: String? = nil) {
            self.ipv4 = ipv4
            self.ipv6 = ipv6
        }

        enum CodingKeys: String, CodingKey {
            case ipv4 = "IPv4Address"
            case ipv6 = "IPv6Address"
        }
    }

    enum CodingKeys: String, CodingKey {
        case aliases = "Aliases"
        case addresses = "IPAMConfig"
        case macAddress = "MacAddress"
    }
}
