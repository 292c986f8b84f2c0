/// The value of a secret. Printing or encoding it shows `***`.
public struct SecretValue: Sendable, Hashable {
    /// The bytes.
    public let bytes: [UInt8]

    /// Wraps bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Wraps text.
    public init(_ text: String) { bytes = Array(text.utf8) }

    /// What takes the place of a value wherever it must not be seen.
    public static let placeholder = "***"
}

extension SecretValue: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, Encodable {
    /// `***`.
    public var description: String { Self.placeholder }
    /// `***`.
    public var debugDescription: String { Self.placeholder }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
    /// Writes `***`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Self.placeholder)
    }
}
