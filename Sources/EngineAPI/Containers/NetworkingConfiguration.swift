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
