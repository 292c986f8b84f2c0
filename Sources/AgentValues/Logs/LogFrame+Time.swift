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
