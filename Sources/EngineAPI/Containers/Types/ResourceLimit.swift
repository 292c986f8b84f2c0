/// A limit of each process in a container (`setrlimit`).
public struct ResourceLimit: Sendable, Hashable, Codable {
    /// The limit's name without prefix: `nofile`, `nproc`, `core`, `fsize`.
    public var name: String
    /// What a process starts with; -1 is unlimited.
    public var soft: Int64
    /// How far it may raise it; -1 is unlimited.
    public var hard: Int64

    /// Creates a limit; `hard` is `soft` unless given.
    public init(_ name: String, soft: Int64, hard: Int64? = nil) {
        self.name = name
        self.soft = soft
        self.hard = hard ?? soft
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case soft = "Soft"
        case hard = "Hard"
    }

    /// Decodes; Podman's `RLIMIT_NOFILE` reads as `nofile`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try container.decode(String.self, forKey: .name).lowercased()
        self.init(
            name.hasPrefix("rlimit_") ? String(name.dropFirst("rlimit_".count)) : name,
            soft: try container.decode(Int64.self, forKey: .soft), hard: try container.decode(Int64.self, forKey: .hard)
        )
    }
}
