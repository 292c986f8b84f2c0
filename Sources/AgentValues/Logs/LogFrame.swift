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
    /// Whether it is the beginning of what the engine sent in one frame; only pieces of very long frames are not.
    public var beginsFrame: Bool

    /// The bytes as text; what is not UTF-8, such as half a character at the end, becomes U+FFFD.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Creates a frame.
    public init(_ stream: Stream, _ bytes: [UInt8], beginsFrame: Bool = true) {
        self.stream = stream
        self.bytes = bytes
        self.beginsFrame = beginsFrame
    }
}

extension LogFrame {
    /// The longest time with its blank: `2024-05-01T12:00:00.123456789+02:00 `.
    private static let longestStamp = 36

    /// The time that a frame begins with, of a stream that was asked for times, and how many bytes it takes with its blank; nil
    /// when it begins with something else.
    public var stamp: (time: EngineTime, length: Int)? {
        guard let end = bytes.prefix(Self.longestStamp).firstIndex(of: UInt8(ascii: " ")),
            let time = EngineTime(String(decoding: bytes[..<end], as: UTF8.self))
        else { return nil }
        return (time, end + 1)
    }
}
