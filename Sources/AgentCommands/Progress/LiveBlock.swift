import AgentValues

/// Lines at the end of a terminal's text that are redrawn in place. A pure value: it returns what to write.
///
/// Between two frames the cursor stands at the beginning of the row below the block. A frame is one write: it moves only to
/// rows that changed, wraps nothing, and is marked as one update (the terminal's mode 2026), so nothing flickers.
struct LiveBlock: Sendable {
    private var lines: [LiveLine] = []
    private var columns = 0
    /// What was printed above and has no line end yet; it is shown once it has.
    private var unended: [UInt8] = []

    /// The frame that shows these lines; empty when nothing changed.
    ///
    /// - Parameter size: the terminal's size now. In another size than before everything is drawn anew.
    mutating func draw(_ new: [LiveLine], size: TerminalSize) -> [UInt8] {
        guard size.columns != columns, !lines.isEmpty else {
            columns = size.columns
            return Self.frame(changes(to: new))
        }
        let clearing = clear(columns: size.columns)
        columns = size.columns
        return Self.frame(clearing + changes(to: new))
    }

    /// The frame that puts bytes above the block.
    mutating func print(_ bytes: some Collection<UInt8>, size: TerminalSize) -> [UInt8] {
        unended += bytes
        guard let end = unended.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let whole = Array(unended[...end])
        unended.removeSubrange(...end)
        let shown = lines
        let clearing = clear(columns: size.columns)
        columns = size.columns
        // What others print may be wrapped.
        return Self.begin + Array(clearing.utf8) + whole + Self.noWrap + Array(changes(to: shown).utf8) + Self.end
    }

    /// The bytes that are left when the block is no longer redrawn; its lines stay.
    mutating func finish() -> [UInt8] {
        defer { self = LiveBlock() }
        return unended
    }

    /// Moves to the block's first row and clears it and everything below.
    private mutating func clear(columns: Int) -> String {
        // A terminal that became narrower has broken the lines that no longer fit.
        let rows = lines.reduce(0) { $0 + max(1, ($1.width + columns - 1) / max(1, columns)) }
        lines = []
        return (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J"
    }

    /// Writes what is different, beginning and ending in the row below the block.
    private mutating func changes(to new: [LiveLine]) -> String {
        let old = lines
        guard old != new else { return "" }
        lines = new
        var text = ""
        var row = old.count
        func move(to target: Int) {
            if target < row { text += "\u{1B}[\(row - target)A" }
            if target > row { text += "\u{1B}[\(target - row)B" }
            row = target
        }
        for index in new.indices where index >= old.count || old[index] != new[index] {
            move(to: index)
            text += "\r\(new[index].text)\u{1B}[K"
            // The row below is made where there is none.
            if index + 1 >= old.count {
                text += "\r\n"
                row += 1
            }
        }
        move(to: new.count)
        text += "\r"
        if new.count < old.count { text += "\u{1B}[J" }
        return text
    }

    private static func frame(_ changes: String) -> [UInt8] {
        changes.isEmpty ? [] : begin + noWrap + Array(changes.utf8) + end
    }

    private static let begin = Array("\u{1B}[?2026h".utf8)
    private static let noWrap = Array("\u{1B}[?7l".utf8)
    private static let end = Array("\u{1B}[?7h\u{1B}[?2026l".utf8)
}
