/// A file, folder or link in a container.
public struct ContainerFile: Sendable, Hashable, Decodable {
    /// Its name, the last part of the path.
    public var name: String
    /// Its size in bytes.
    public var size: Int64
    /// The permission bits, such as `0o755`.
    public var permissions: Int
    /// Whether it is a folder.
    public var isDirectory: Bool
    /// Where it points, for a symbolic link.
    public var linkTarget: String?

    enum CodingKeys: String, CodingKey {
        case name, size, mode, linkTarget
    }

    /// Decodes; the mode is Go's `os.FileMode`, whose highest bit marks a folder.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container[.name, or: ""]
        size = try container[.size, or: 0]
        let mode: UInt32 = try container[.mode, or: 0]
        permissions = Int(mode & 0o777)
        isDirectory = mode & 0x8000_0000 != 0
        let target: String = try container[.linkTarget, or: ""]
        linkTarget = target.isEmpty ? nil : target
    }
}
