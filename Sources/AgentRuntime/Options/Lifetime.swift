import AgentValues

/// How long a container may live. In JSON both are numbers of seconds.
public struct Lifetime: Sendable, Hashable, Codable {
    /// From its creation on; nil for as long as it likes.
    public var ttl: Duration?
    /// Without printing anything; nil for as long as it likes.
    public var idle: Duration?

    private enum CodingKeys: CodingKey {
        case ttl, idle
    }

    /// Bounds a life.
    public init(ttl: Duration? = nil, idle: Duration? = nil) {
        self.ttl = ttl
        self.idle = idle
    }

    /// Decodes numbers of seconds.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        ttl = try container.decodeIfPresent(Seconds.self, forKey: .ttl)?.wrappedValue
        idle = try container.decodeIfPresent(Seconds.self, forKey: .idle)?.wrappedValue
    }

    /// Encodes numbers of seconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(ttl.map(Seconds.init), forKey: .ttl)
        try container.encodeIfPresent(idle.map(Seconds.init), forKey: .idle)
    }
}

extension Lifetime: CustomStringConvertible {
    /// For people: `30m, 5m without output`.
    public var description: String {
        [ttl.map(\.brief), idle.map { "\($0.brief) without output" }].compactMap(\.self).joined(separator: ", ")
    }
}
