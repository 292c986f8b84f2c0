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
    /// Its labels.
    public var labels: [String: String]
    /// The names of the running containers on it by their ids; empty in a list.
    public var containers: [String: String]

    private struct Container: Decodable {
        var name: String?
        enum CodingKeys: String, CodingKey { case name = "Name" }
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case name = "Name"
        case driver = "Driver"
        case isInternal = "Internal"
        case labels = "Labels"
        case containers = "Containers"
    }

    /// Decodes; only the id and the name must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        name = try container.decode(String.self, forKey: .name)
        driver = try container[.driver, or: ""]
        isInternal = try container[.isInternal, or: false]
        labels = try container[.labels, or: [:]]
        let members: [String: Container] = try container[.containers, or: [:]]
        containers = members.mapValues { $0.name ?? "" }
    }
}
