import AgentValues
import EngineAPI

/// Takes the times out of a terminal's log, which has no frames that would say where they are. A pure value; no I/O.
///
/// Engines put a time in front of each line, and once more inside lines that they keep in several pieces. One inside a line is
/// told from what the agent wrote by its form, which is that of the line's own, and because it is not earlier: what an agent
/// writes about its past was written after that.
struct StampedText: Sendable {
    /// The longest time with its blank: `2024-05-01T12:00:00.123456789+02:00 `.
    private static let longestStamp = 36
    /// Where the `T` of a time stands.
    private static let datePart = 10

    private var unread: [UInt8] = []
    /// The time that the line began with, and its length with the blank; nil at the beginning of a line.
    private var own: (time: EngineTime?, length: Int)?

    /// Takes a piece and returns what is text of it, with the time of its line. Of a piece's end some bytes can be kept for later.
    mutating func push(_ bytes: [UInt8]) -> [(time: EngineTime?, text: ArraySlice<UInt8>)] {
        unread += bytes
        return read(isEnd: false)
    }

    /// What was kept, at the end.
    mutating func finish() -> [(time: EngineTime?, text: ArraySlice<UInt8>)] { read(isEnd: true) }

    private mutating func read(isEnd: Bool) -> [(time: EngineTime?, text: ArraySlice<UInt8>)] {
        var found: [(time: EngineTime?, text: ArraySlice<UInt8>)] = []
        var rest = unread[...]
        while !rest.isEmpty {
            guard let line = own else {
                let window = rest.prefix(Self.longestStamp)
                let isWhole = window.contains { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
                guard isEnd || isWhole || window.count == Self.longestStamp else { break }
                let stamp = LogFrame(.stdout, Array(window)).stamp
                own = (stamp?.time, stamp?.length ?? 0)
                rest = rest.dropFirst(stamp?.length ?? 0)
                continue
            }
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            // Without the line's end, the last bytes may be the beginning of a time.
            let known = end.map { rest[...$0] } ?? (isEnd ? rest : rest.dropLast(Self.longestStamp))
            guard !known.isEmpty else { break }
            if let stamp = innerStamp(in: known, of: rest, line) {
                found.append((line.time, rest[..<stamp]))
                rest = rest[(stamp + line.length)...]
                continue
            }
            found.append((line.time, known))
            rest = rest[known.endIndex...]
            if end != nil { own = nil }
        }
        unread = Array(rest)
        return found.filter { !$0.text.isEmpty }
    }

    /// Where in `known` a time of the engine begins.
    private func innerStamp(
        in known: ArraySlice<UInt8>, of text: ArraySlice<UInt8>, _ line: (time: EngineTime?, length: Int)
    ) -> Int? {
        guard let own = line.time else { return nil }
        var search = text[known.startIndex...]
        while let mark = search.firstIndex(of: UInt8(ascii: "T")) {
            search = search[(mark + 1)...]
            let start = mark - Self.datePart
            guard start < known.endIndex else { return nil }
            guard start >= known.startIndex, start + line.length <= text.endIndex,
                let stamp = LogFrame(.stdout, Array(text[start..<start + line.length])).stamp,
                stamp.length == line.length, stamp.time >= own
            else { continue }
            return start
        }
        return nil
    }
}
