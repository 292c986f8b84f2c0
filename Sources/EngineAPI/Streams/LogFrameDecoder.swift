public import AgentValues

/// Takes the multiplexed output of a container without terminal apart.
///
/// Each frame is `[type, 0, 0, 0, length (4 bytes, big endian)]` and its payload: 1 is standard output, 2 standard error, 3 an
/// error of the engine. A frame is passed on whole, because its border is the only mark of where an engine has put a time into
/// the text; one of over 1 MiB, which no engine sends, is passed on in the pieces in which it arrives.
public struct LogFrameDecoder: Sendable {
    /// Frames said to be longer than this (1 GiB) are taken for garbage.
    public static let longestFrame = 1 << 30

    private enum State: Sendable {
        case header
        case payload(LogFrame.Stream)
        case engineError
    }

    /// Longer frames are not held until they are whole.
    static let longestWhole = 1 << 20
    private static let headerLength = 8
    private static let engineErrorType: UInt8 = 3
    private static let longestMessage = 1 << 16

    private let action: String
    private var state = State.header
    /// What is known of the header, of a frame that is to be whole, or of the engine's error message.
    private var held: [UInt8] = []
    /// How much of the payload is still to come.
    private var remaining = 0
    /// Whether pieces of the frame were passed on already.
    private var isBegun = false
    /// Why there is no more to read, once that is known.
    private(set) var failure: EngineError?

    /// A decoder at the start of a stream; `action` is the verb phrase of its errors.
    public init(action: String = "read the log") { self.action = action }

    /// Takes the next bytes of the stream, and returns the frames and parts of frames in them.
    /// - Throws: ``EngineError``, `streamError`, for bytes that are no frame, and for an error frame of the engine; when frames
    ///   come before these, they are returned, and the next call throws.
    public mutating func push(_ bytes: [UInt8]) throws -> [LogFrame] {
        if let failure { throw failure }
        var frames: [LogFrame] = []
        do { try decode(bytes, into: &frames) } catch let error as EngineError {
            failure = error
            if frames.isEmpty { throw error }
        }
        return frames
    }

    private mutating func decode(_ bytes: [UInt8], into frames: inout [LogFrame]) throws {
        var position = 0
        while position < bytes.count {
            switch state {
            case .header:
                let wanted = min(Self.headerLength - held.count, bytes.count - position)
                held += bytes[position..<position + wanted]
                position += wanted
                if held.count == Self.headerLength { try beginPayload() }
            case .payload(let stream):
                let count = min(remaining, bytes.count - position)
                held += bytes[position..<position + count]
                position += count
                remaining -= count
                guard remaining == 0 || held.count > Self.longestWhole || isBegun else { continue }
                frames.append(LogFrame(stream, held, beginsFrame: !isBegun))
                held.removeAll(keepingCapacity: true)
                isBegun = remaining > 0
                if remaining == 0 { state = .header }
            case .engineError:
                let count = min(remaining, bytes.count - position)
                held += bytes[position..<position + min(count, Self.longestMessage - held.count)]
                position += count
                remaining -= count
                if remaining == 0 { throw engineError() }
            }
        }
    }

    /// Says that the stream has ended.
    /// - Throws: ``EngineError``, `streamError`, when it ended within a frame, or with what ``push(_:)`` has not thrown yet.
    public func finish() throws {
        if let failure { throw failure }
        if case .header = state, held.isEmpty { return }
        if case .engineError = state { throw engineError() }
        throw EngineError(.streamError, action, message: "the stream ended in the middle of a frame")
    }

    private mutating func beginPayload() throws {
        let length = held[4...].reduce(0) { $0 << 8 | Int($1) }
        let type = held[0]
        guard held[1..<4].allSatisfy({ $0 == 0 }), type <= Self.engineErrorType else {
            throw EngineError(.streamError, action, message: "the engine sent bytes that are not a log frame")
        }
        guard length <= Self.longestFrame else {
            throw EngineError(.streamError, action, message: "the engine sent a log frame of \(length) bytes")
        }
        held.removeAll(keepingCapacity: true)
        remaining = length
        if let stream = LogFrame.Stream(rawValue: type) {
            state = length == 0 ? .header : .payload(stream)
        } else {
            state = .engineError
            if length == 0 { throw engineError() }
        }
    }

    private func engineError() -> EngineError {
        var error = EngineError(.streamError, action)
        error.engineMessage = held.isEmpty ? nil : String(decoding: held, as: UTF8.self)
        return error
    }
}
