public import AgentValues

/// One layer of an image, or a step that made none.
public struct ImageLayer: Sendable, Hashable, Decodable {
    /// The id of the image up to here; empty or `<missing>` where it was built elsewhere.
    public var id: String
    /// When it was made, in whole seconds.
    public var created: EngineTime
    /// The instruction that made it.
    public var createdBy: String
    /// Its size in bytes.
    public var size: Int64
    /// The references of the image up to here.
    public var tags: [String]
    /// A remark.
    public var comment: String

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case created = "Created"
        case createdBy = "CreatedBy"
        case size = "Size"
        case tags = "Tags"
        case comment = "Comment"
    }

    /// Decodes; nothing must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container[.id, or: ""]
        created = EngineTime(seconds: try container[.created, or: 0])
        createdBy = try container[.createdBy, or: ""]
        size = try container[.size, or: 0]
        tags = try container[.tags, or: []]
        comment = try container[.comment, or: ""]
    }
}
