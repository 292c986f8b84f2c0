/// A file system that a container has mounted, as engines report it. Podman leaves tmpfs mounts out.
public struct MountPoint: Sendable, Hashable, Decodable {
    /// What is mounted.
    public var kind: Mount.Kind
    /// The volume's name; nil for other kinds.
    public var name: String?
    /// The path on the engine's host; empty for tmpfs.
    public var source: String
    /// The path inside.
    public var destination: String
    /// The volume's driver.
    public var driver: String?
    /// Whether it can be written.
    public var isWritable: Bool
    /// Whether mounts made later below it show on the other side, such as `rprivate`.
    public var propagation: String

    enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case name = "Name"
        case source = "Source"
        case destination = "Destination"
        case driver = "Driver"
        case isWritable = "RW"
        case propagation = "Propagation"
    }

    /// Decodes; only the destination must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container[.kind, or: .bind]
        name = try container[.name]
        source = try container[.source, or: ""]
        destination = try container.decode(String.self, forKey: .destination)
        driver = try container[.driver]
        isWritable = try container[.isWritable, or: false]
        propagation = try container[.propagation, or: ""]
    }
}
