/// An image that was built.
public struct BuiltImage: Sendable, Hashable, Codable {
    /// The image's id, `sha256:` and 64 hexadecimal digits.
    public var id: String
    /// The name and tag that it was given.
    public var reference: String
    /// The ids of the images without a name that its steps made, the first step's first; none where the builder lists no steps as
    /// images, or took them from its cache.
    public var steps: [String] = []

    private enum CodingKeys: String, CodingKey { case id, reference }

    /// The first 12 digits of its id.
    public var shortID: String { String((id.hasPrefix("sha256:") ? id.dropFirst(7) : id[...]).prefix(12)) }

    /// Names a built image.
    public init(id: String, reference: String) {
        self.id = id
        self.reference = reference
    }
}
