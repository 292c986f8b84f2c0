public import AgentValues

/// What the engine's own health check has found.
public struct ContainerHealth: Sendable, Hashable, Decodable {
    /// The verdict.
    public struct Status: WireValue {
        /// The engine's word.
        public var rawValue: String
        /// Takes any text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// There is no check.
        public static let none: Status = "none"
        /// No verdict yet.
        public static let starting: Status = "starting"
        /// The last check passed.
        public static let healthy: Status = "healthy"
        /// Too many checks in a row failed.
        public static let unhealthy: Status = "unhealthy"
    }

    /// One run of the check.
    public struct Check: Sendable, Hashable, Decodable {
        /// When it began.
        public var start: EngineTime?
        /// When it ended.
        public var end: EngineTime?
        /// 0 is healthy.
        public var exitCode: Int
        /// What it printed, shortened by the engine.
        public var output: String

        enum CodingKeys: String, CodingKey {
            case start = "Start"
            case end = "End"
            case exitCode = "ExitCode"
            case output = "Output"
        }

        /// Decodes; nothing must be there.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            start = try container[.start]
            end = try container[.end]
            exitCode = try container[.exitCode, or: 0]
            output = try container[.output, or: ""]
        }
    }

    /// The verdict.
    public var status: Status
    /// How many checks in a row failed.
    public var failingStreak: Int
    /// The last few checks, oldest first.
    public var log: [Check]

    enum CodingKeys: String, CodingKey {
        case status = "Status"
        case failingStreak = "FailingStreak"
        case log = "Log"
    }

    /// Decodes; nothing must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        status = try container[.status, or: .none]
        failingStreak = try container[.failingStreak, or: 0]
        log = try container[.log, or: []]
    }
}
