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
