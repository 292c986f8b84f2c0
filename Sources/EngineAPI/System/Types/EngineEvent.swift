public import AgentValues

/// Something that happened to an object of the engine.
///
/// An event says that it is time to look; how things are, only an inspection says. Docker and Podman differ in which they send.
public struct EngineEvent: Sendable, Hashable {
    /// What kind of object it is about.
    public struct Kind: WireValue {
        /// The engine's word.
        public var rawValue: String
        /// Takes any text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A container.
        public static let container: Kind = "container"
        /// An image.
        public static let image: Kind = "image"
        /// A network; Podman says little about these.
        public static let network: Kind = "network"
        /// A volume.
        public static let volume: Kind = "volume"
    }

    /// What happened.
    public struct Action: WireValue {
        /// The engine's word.
        public var rawValue: String
        /// Takes any text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// It was made.
        public static let create: Action = "create"
        /// A container was started.
        public static let start: Action = "start"
        /// A container ended; ``EngineEvent/exitCode`` says how.
        public static let die: Action = "die"
        /// A container got a signal.
        public static let kill: Action = "kill"
        /// A container was stopped on request.
        public static let stop: Action = "stop"
        /// A process of a container was killed for lack of memory; Docker only.
        public static let outOfMemory: Action = "oom"
        /// A container was frozen.
        public static let pause: Action = "pause"
        /// A container goes on.
        public static let unpause: Action = "unpause"
        /// The result of a health check changed; Docker says to what in ``EngineEvent/detail``.
        public static let healthStatus: Action = "health_status"
        /// It was removed. Podman's `remove` of containers, networks and volumes is this too.
        public static let destroy: Action = "destroy"
    }

    /// What kind of object it is about.
    public var kind: Kind
    /// What happened.
    public var action: Action
    /// What the engine adds to the action after a colon: the command of an exec, the result of a health check.
    public var detail: String?
    /// The object's id; for volumes, and for all that Podman names so, its name.
    public var id: String
    /// The object's name, its labels, and what the action adds.
    public var attributes: [String: String]
    /// When it happened.
    public var time: EngineTime

    /// The object's name, where the engine says it.
    public var name: String? { attributes["name"] }

    /// The exit code, of a `die` only.
    public var exitCode: Int? {
        // The second is Podman's name.
        action == .die ? (attributes["exitCode"] ?? attributes["containerExitCode"]).flatMap { Int($0) } : nil
    }
}

extension EngineEvent: Decodable {
    private struct Actor: Decodable {
        var id: String?
        var attributes: [String: String]?
        enum CodingKeys: String, CodingKey {
            case id = "ID"
            case attributes = "Attributes"
        }
    }

    enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case action = "Action"
        case actor = "Actor"
        case seconds = "time"
        case nanoseconds = "timeNano"
    }

    /// Decodes; only the type and the action must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.decode(Kind.self, forKey: .kind)
        let words = try container.decode(String.self, forKey: .action)
        let colon = words.firstRange(of: ": ")
        action = Action(rawValue: colon.map { String(words[..<$0.lowerBound]) } ?? words)
        detail = colon.map { String(words[$0.upperBound...]) }
        if action == "remove", [Kind.container, .network, .volume].contains(kind) { action = .destroy }
        let actor: Actor? = try container[.actor]
        attributes = actor?.attributes ?? [:]
        id = actor?.id ?? ""
        if id.isEmpty { id = attributes["name"] ?? "" }
        if let nanoseconds: Int64 = try container[.nanoseconds] {
            time = EngineTime(nanosecondsSince1970: nanoseconds)
        } else {
            time = EngineTime(seconds: try container[.seconds, or: 0])
        }
    }
}
