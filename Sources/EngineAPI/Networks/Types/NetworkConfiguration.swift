/// A network to be created.
public struct NetworkConfiguration: Sendable, Hashable, Encodable {
    /// Its name.
    public var name: String
    /// The driver; `bridge` unless given.
    public var driver: String
    /// Whether containers on it can reach nothing outside.
    public var isInternal: Bool
    /// Whether containers on it have IPv6 addresses of it.
    public var enablesIPv6: Bool
    /// The driver's options.
    public var options: [String: String]
    /// Its labels.
    public var labels: [String: String]

    /// Creates a configuration.
    public init(
        name: String, driver: String = "bridge", isInternal: Bool = false, enablesIPv6: Bool = false,
        options: [String: String] = [:], labels: [String: String] = [:]
    ) {
        self.name = name
        self.driver = driver
        self.isInternal = isInternal
        self.enablesIPv6 = enablesIPv6
        self.options = options
        self.labels = labels
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case isInternal = "Internal"
        case enablesIPv6 = "EnableIPv6"
        case options = "Options"
        case labels = "Labels"
        case checkDuplicate = "CheckDuplicate"
    }

    /// Encodes; Docker before API 1.44 makes a second network of the same name unless told to look.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(driver, forKey: .driver)
        try container.encode(isInternal, forKey: .isInternal)
        try container.encode(enablesIPv6, forKey: .enablesIPv6)
        try container.encode(options, forKey: .options)
        try container.encode(labels, forKey: .labels)
        try container.encode(true, forKey: .checkDuplicate)
    }
}

/// A network as Podman's own API creates it.
///
/// The compatible endpoint knows `isolate` as true or false alone, and makes `strict` of `true`.
struct PodmanNetwork: Encodable {
    var network: NetworkConfiguration

    enum CodingKeys: String, CodingKey {
        case name, driver, labels, options
        case isInternal = "internal"
        case enablesIPv6 = "ipv6_enabled"
        case resolvesNames = "dns_enabled"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(network.name, forKey: .name)
        try container.encode(network.driver, forKey: .driver)
        try container.encode(network.isInternal, forKey: .isInternal)
        try container.encode(network.enablesIPv6, forKey: .enablesIPv6)
        // The compatible endpoint turns it on, and this one leaves it off; only bridges can have it.
        try container.encode(network.driver == "bridge", forKey: .resolvesNames)
        try container.encode(network.options, forKey: .options)
        try container.encode(network.labels, forKey: .labels)
    }
}
