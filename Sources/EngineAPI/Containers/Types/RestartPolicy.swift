/// What an engine does after a container's exit.
public struct RestartPolicy: Sendable, Hashable, Codable {
    /// When it starts the container again.
    public struct Condition: WireValue {
        /// The engine's word.
        public var rawValue: String
        /// Takes any text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// Never.
        public static let never: Condition = "no"
        /// Always, and when the engine itself starts.
        public static let always: Condition = "always"
        /// Always, but not when it was stopped by hand before the engine restarted.
        public static let unlessStopped: Condition = "unless-stopped"
        /// After an exit code other than 0.
        public static let onFailure: Condition = "on-failure"
    }

    /// When it starts the container again.
    public var condition: Condition
    /// For `onFailure`: how often at most; 0 is unlimited.
    public var maximumRetries: Int

    /// Creates a policy.
    public init(_ condition: Condition, maximumRetries: Int = 0) {
        self.condition = condition
        self.maximumRetries = maximumRetries
    }

    enum CodingKeys: String, CodingKey {
        case condition = "Name"
        case maximumRetries = "MaximumRetryCount"
    }

    /// Decodes; engines write the default as an empty name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name: Condition = try container[.condition, or: .never]
        self.init(name == "" ? .never : name, maximumRetries: try container[.maximumRetries, or: 0])
    }
}
