/// The engine's own health check of a container (`HEALTHCHECK`).
public struct HealthCheckConfiguration: Sendable, Hashable, Codable {
    /// `["NONE"]` disables, `["CMD", program, arg…]` runs a program, `["CMD-SHELL", line]` the image's shell; nil or empty
    /// inherits the image's.
    public var test: [String]?
    /// Between two checks; 30 s when nil.
    public var interval: Duration?
    /// How long one check may take; 30 s when nil.
    public var timeout: Duration?
    /// How many failures in a row make it unhealthy; 3 when nil.
    public var retries: Int?
    /// From the start, how long failures do not count; 0 when nil.
    public var startPeriod: Duration?
    /// Between two checks during the start period, from API 1.44 on; Podman drops it.
    public var startInterval: Duration?

    /// Creates a check; nil inherits from the image.
    public init(
        test: [String]? = nil, interval: Duration? = nil, timeout: Duration? = nil, retries: Int? = nil,
        startPeriod: Duration? = nil, startInterval: Duration? = nil
    ) {
        self.test = test
        self.interval = interval
        self.timeout = timeout
        self.retries = retries
        self.startPeriod = startPeriod
        self.startInterval = startInterval
    }

    /// Whether a check runs at all.
    public var isEnabled: Bool { test.map { !$0.isEmpty && $0 != ["NONE"] } ?? false }

    enum CodingKeys: String, CodingKey {
        case test = "Test"
        case interval = "Interval"
        case timeout = "Timeout"
        case retries = "Retries"
        case startPeriod = "StartPeriod"
        case startInterval = "StartInterval"
    }

    /// Decodes the engine's form, in which durations are nanoseconds and 0 means inherit.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func duration(_ key: CodingKeys) throws -> Duration? {
            let nanoseconds: Int64 = try container[key, or: 0]
            return nanoseconds == 0 ? nil : .nanoseconds(nanoseconds)
        }
        self.init(
            test: try container[.test], interval: try duration(.interval), timeout: try duration(.timeout),
            retries: try container[.retries], startPeriod: try duration(.startPeriod),
            startInterval: try duration(.startInterval))
    }

    /// Encodes the engine's form, in which durations are nanoseconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(test, forKey: .test)
        try container.encodeIfPresent(interval?.wholeNanoseconds, forKey: .interval)
        try container.encodeIfPresent(timeout?.wholeNanoseconds, forKey: .timeout)
        try container.encodeIfPresent(retries, forKey: .retries)
        try container.encodeIfPresent(startPeriod?.wholeNanoseconds, forKey: .startPeriod)
        try container.encodeIfPresent(startInterval?.wholeNanoseconds, forKey: .startInterval)
    }
}
