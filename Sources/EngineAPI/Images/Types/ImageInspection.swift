/// All about one image.
public struct ImageInspection: Sendable, Hashable, Decodable {
    /// Its id.
    public var id: String
    /// Its references, such as `hello:1.0`.
    public var tags: [String]
    /// Its references by content, `NAME@sha256:…`, where it came from or went to a registry.
    public var digests: [String]
    /// The operating system, such as `linux`.
    public var operatingSystem: String
    /// The processor, such as `amd64`.
    public var architecture: String
    /// Its size in bytes.
    public var size: Int64
    /// What a container of it starts with; nil where the engine says nothing.
    public var configuration: ContainerConfiguration?

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case tags = "RepoTags"
        case digests = "RepoDigests"
        case operatingSystem = "Os"
        case architecture = "Architecture"
        case size = "Size"
        case configuration = "Config"
    }

    /// Decodes; only the id must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        tags = try container[.tags, or: []]
        digests = try container[.digests, or: []]
        operatingSystem = try container[.operatingSystem, or: ""]
        architecture = try container[.architecture, or: ""]
        size = try container[.size, or: 0]
        configuration = try container[.configuration]
    }
}
