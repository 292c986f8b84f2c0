public import AgentValues

/// An image as a list shows it.
public struct ImageSummary: Sendable, Hashable, Decodable {
    /// Its id.
    public var id: String
    /// Its references; empty for one without a name.
    public var tags: [String]
    /// When it was made.
    public var created: EngineTime
    /// Its size in bytes.
    public var size: Int64
    /// Its labels.
    public var labels: [String: String]

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case tags = "RepoTags"
        case created = "Created"
        case size = "Size"
        case labels = "Labels"
    }

    /// Decodes; Docker writes `<none>:<none>` for no name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        let names: [String] = try container[.tags, or: []]
        tags = names.filter { $0 != "<none>:<none>" }
        let seconds: Int64 = try container[.created, or: 0]
        created = EngineTime(nanosecondsSince1970: seconds * 1_000_000_000)
        size = try container[.size, or: 0]
        labels = try container[.labels, or: [:]]
    }
}
