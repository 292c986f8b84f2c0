import AgentValues
import EngineAPI

/// Makes lines of one stream's output, which comes in pieces that end anywhere. A pure value; no I/O.
///
/// With timestamps, engines put the time in front of each line, and once more inside long lines, since they keep those in
/// chunks: Docker of 16 KiB, Podman of 8 KiB. Those inner times are taken out.
package struct LogLineAssembler: Sendable {
    /// Longer lines are broken, so that an agent that never ends its line cannot eat our memory.
    package static let longestLine = 1 << 20
    /// Chunks end at multiples of this.
    private static let chunk = 8192
    /// The longest time with its blank: `2024-05-01T12:00:00.123456789+02:00 `.
    private static let longestStamp = 36

    private let hasTimestamps: Bool
    private var expectsStamp: Bool
    private var unread: [UInt8] = []
    private var line = LogLine(text: [])

    package init(hasTimestamps: Bool) {
        self.hasTimestamps = hasTimestamps
        expectsStamp = hasTimestamps
    }

    /// What comes next begins a frame, and so, with timestamps, begins with a time: Podman makes a frame of each write of the
    /// agent, wherever in a line that ends.
    package mutating func beginFrame() {
        if hasTimestamps, unread.isEmpty { expectsStamp = true }
    }

    /// Takes a piece and returns the lines that it completes.
    package mutating func push(_ bytes: [UInt8]) -> [LogLine] {
        unread += bytes
        var lines: [LogLine] = []
        var position = 0
        while position < unread.count {
            if expectsStamp {
                guard let length = stampLength(at: position) else { break }
                position += length
                expectsStamp = false
                continue
            }
            let room = hasTimestamps ? Self.chunk - line.text.count % Self.chunk : Self.longestLine - line.text.count
            let piece = unread[position..<min(unread.count, position + room)]
            if let end = piece.firstIndex(of: UInt8(ascii: "\n")) {
                line.text += unread[position..<end]
                lines.append(takeLine())
                position = end + 1
                continue
            }
            line.text += piece
            position += piece.count
            if line.text.count >= Self.longestLine { lines.append(takeLine()) }
            // Where a chunk is full a new one may begin with its time.
            if piece.count == room { expectsStamp = hasTimestamps }
        }
        unread.removeFirst(position)
        return lines
    }

    /// The rest at the end of the stream, where the last line has no line end.
    package mutating func finish() -> LogLine? {
        line.text += unread
        unread = []
        return line.text.isEmpty ? nil : takeLine()
    }

    private mutating func takeLine() -> LogLine {
        defer {
            line = LogLine(text: [])
            expectsStamp = hasTimestamps
        }
        return line
    }

    /// How many bytes the time at a position takes, 0 when there is none, nil when more bytes are needed to know.
    private mutating func stampLength(at position: Int) -> Int? {
        let window = unread[position...].prefix(Self.longestStamp)
        guard let end = window.firstIndex(where: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }) else {
            return window.count < Self.longestStamp ? nil : 0
        }
        guard unread[end] == UInt8(ascii: " "),
            let time = EngineTime(String(decoding: unread[position..<end], as: UTF8.self))
        else { return 0 }
        if line.text.isEmpty, line.time == nil { line.time = time }
        return end + 1 - position
    }
}
