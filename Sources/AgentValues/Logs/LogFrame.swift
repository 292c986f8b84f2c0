/// A piece of a container's or exec's output, as it came; not aligned to lines or characters.
public struct LogFrame: Sendable, Hashable {
    /// Which stream a piece belongs to.
    public enum Stream: UInt8, Sendable, Hashable {
        /// Standard input, echoed; engines hardly ever send it.
        case stdin = 0
        /// Standard output; with a terminal, everything.
        case stdout = 1
        /// Standard error.
        case stderr = 2
    }

    /// Which stream it belongs to.
    public var stream: Stream
    /// The bytes, never empty.
    public var bytes: [UInt8]

    /// The bytes as text; what is not UTF-8, such as half a character at the end, becomes U+FFFD.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Creates a frame.
    public init(_ stream: Stream, _ bytes: [UInt8]) {
        self.stream = stream
        self.bytes = bytes
    }
}
