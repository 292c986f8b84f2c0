/// A value from a set that engines extend: known values are constants, unknown ones are kept as they came.
public protocol WireValue: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible,
    ExpressibleByStringLiteral
where RawValue == String {
    /// Takes any text.
    init(rawValue: String)
}

extension WireValue {
    /// The text as the engine writes it.
    public var description: String { rawValue }
    /// Any text, known or not.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
}
