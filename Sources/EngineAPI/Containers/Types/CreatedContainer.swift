/// The answer to creating a container.
public struct CreatedContainer: Sendable, Hashable, Codable {
    /// The container's id, 64 hexadecimal digits.
    public var id: String
    /// What the engine dropped or changed, in its words; a dropped limit is said here only.
    public var warnings: [String]

    /// Creates an answer.
    public init(id: String, warnings: [String] = []) {
        self.id = id
        self.warnings = warnings
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case warnings = "Warnings"
    }

    /// Decodes; missing warnings are none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(id: try container.decode(String.self, forKey: .id), warnings: try container[.warnings, or: []])
    }
}
