/// Makes lines of one stream's output, which comes in pieces that end anywhere. A pure value; no I/O.
package struct LogLineAssembler: Sendable {
    /// Longer lines are broken, so that an agent that never ends its line cannot eat our memory.
    package static let longestLine = 1 << 20

    private var line = LogLine(text: [])

    package init() {}

    /// Takes a piece and returns the lines that it completes.
    ///
    /// - Parameter time: when the piece was printed; a line has the time of its first piece.
    package mutating func push(_ bytes: some Collection<UInt8>, at time: EngineTime? = nil) -> [LogLine] {
        var lines: [LogLine] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            if line.text.isEmpty, line.time == nil { line.time = time }
            let piece = rest.prefix(Self.longestLine - line.text.count)
            if let end = piece.firstIndex(of: UInt8(ascii: "\n")) {
                line.text += piece[..<end]
                rest = rest[end...].dropFirst()
                lines.append(take())
            } else {
                line.text += piece
                rest = rest[piece.endIndex...]
                if line.text.count == Self.longestLine { lines.append(take()) }
            }
        }
        return lines
    }

    /// The rest at the end of the stream, where the last line has no line end.
    package mutating func finish() -> LogLine? { line.text.isEmpty ? nil : take() }

    private mutating func take() -> LogLine {
        defer { line = LogLine(text: []) }
        if line.text.last == UInt8(ascii: "\r") { line.text.removeLast() }
        return line
    }
}
