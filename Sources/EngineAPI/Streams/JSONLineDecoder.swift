/// Cuts a stream of JSON objects (events, build, pull, stats) into single ones.
///
/// Objects may be split anywhere and share a chunk; line ends between them are allowed, not needed.
public struct JSONLineDecoder: Sendable {
    private let action: String
    private let longest: Int
    private var object: [UInt8] = []
    private var depth = 0
    /// How much white space there was since the last object.
    private var gap = 0
    private var isInString = false
    private var isEscaped = false
    /// Why there is no more to read, once that is known.
    private(set) var failure: EngineError?

    /// A decoder at the start of a stream.
    /// - Parameters:
    ///   - action: the verb phrase of its errors.
    ///   - longest: the most bytes of one object, and of white space before it; 16 MiB unless given.
    public init(action: String = "read the stream", longest: Int = 16 << 20) {
        self.action = action
        self.longest = longest
    }

    /// Takes the next bytes, and returns the objects that they complete.
    /// - Throws: ``EngineError``, `streamError`, for anything between objects but white space, and for too much of either;
    ///   when objects come before these, they are returned, and the next call throws.
    public mutating func push(_ bytes: [UInt8]) throws -> [[UInt8]] {
        if let failure { throw failure }
        var objects: [[UInt8]] = []
        do { try cut(bytes, into: &objects) } catch let error as EngineError {
            failure = error
            if objects.isEmpty { throw error }
        }
        return objects
    }

    private mutating func cut(_ bytes: [UInt8], into objects: inout [[UInt8]]) throws {
        var start = 0
        for (position, byte) in bytes.enumerated() {
            if depth == 0 {
                switch byte {
                case UInt8(ascii: "{"):
                    depth = 1
                    gap = 0
                    start = position
                case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                    gap += 1
                    guard gap <= longest else {
                        throw EngineError(.streamError, action, message: "the engine sent white space without an end")
                    }
                default: throw EngineError(.streamError, action, message: "the engine sent bytes that are not JSON")
                }
            } else if isEscaped {
                isEscaped = false
            } else if isInString {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 0 {
                        try take(bytes[start...position])
                        objects.append(object)
                        object = []
                    }
                default: break
                }
            }
        }
        if depth > 0 { try take(bytes[start...]) }
    }

    /// Says that the stream has ended.
    /// - Throws: ``EngineError``, `streamError`, when it ended within an object, or with what ``push(_:)`` has not thrown yet.
    public func finish() throws {
        if let failure { throw failure }
        guard depth == 0 else {
            throw EngineError(.streamError, action, message: "the stream ended in the middle of a JSON object")
        }
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws {
        guard object.count + bytes.count <= longest else {
            throw EngineError(.streamError, action, message: "the engine sent a JSON object of over \(longest) bytes")
        }
        object += bytes
    }
}
