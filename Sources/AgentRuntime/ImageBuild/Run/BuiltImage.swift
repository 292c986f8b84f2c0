/// An image that was built.
public struct BuiltImage: Sendable, Hashable, Codable {
    /// The image's id, `sha256:` and 64 hexadecimal digits.
    public var id: String
    /// The name and tag that it was given.
    public var reference: String

    /// Names a built image.
    public init(id: String, reference: String) {
        self.id = id
        self.reference = reference
    }
}
