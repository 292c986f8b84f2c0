/// A `Duration` that stands in JSON as a number of seconds, such as `2.5`.
@propertyWrapper
public struct Seconds: Sendable, Hashable, Codable {
    /// The time span.
    public var wrappedValue: Duration

    /// Wraps a time span.
    public init(wrappedValue: Duration) { self.wrappedValue = wrappedValue }

    /// Decodes a number of seconds.
    public init(from decoder: any Decoder) throws {
        wrappedValue = .seconds(try decoder.singleValueContainer().decode(Double.self))
    }

    /// Encodes the number of seconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue.seconds)
    }
}

extension Duration {
    /// The length in seconds.
    public var seconds: Double {
        let parts = components
        return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    }

    /// A short text for people, such as `300ms`, `2.5s` or `1m30s`.
    public var brief: String {
        let milliseconds = Int64((seconds * 1000).rounded())
        if milliseconds < 1000 { return "\(milliseconds)ms" }
        let (minutes, rest) = milliseconds.quotientAndRemainder(dividingBy: 60_000)
        let tenths = (rest + 50) / 100
        let text = tenths % 10 == 0 ? "\(tenths / 10)s" : "\(tenths / 10).\(tenths % 10)s"
        if minutes == 0 { return text }
        return tenths == 0 ? "\(minutes)m" : "\(minutes)m\(text)"
    }
}
