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
