import EngineAPI

/// As much of a terminal as live blocks need: rows that scroll, a cursor, and what erases and moves.
struct ScreenModel {
    private(set) var columns: Int
    let height: Int
    /// What left the screen at the top.
    private(set) var history: [String] = []
    private var grid: [[Character]] = [[]]
    private var row = 0
    private var column = 0
    private var wraps = true
    /// How often text was wrapped at the right edge.
    private(set) var wrapped = 0
    private(set) var isUpdating = false

    init(columns: Int, rows: Int) {
        self.columns = columns
        height = rows
    }

    /// The rows that have anything, without blanks at their ends.
    var rows: [String] {
        var rows = grid.map { String($0).trimmingBlanks() }
        while rows.last == "" { rows.removeLast() }
        return rows
    }

    var all: [String] { history + rows }

    /// Gives the screen another width; lines that no longer fit are broken, as modern terminals do.
    mutating func resize(columns: Int) {
        var broken: [[Character]] = []
        for (index, line) in grid.enumerated() {
            if index == row { row = broken.count }
            var rest = line[...]
            repeat {
                broken.append(Array(rest.prefix(columns)))
                rest = rest.dropFirst(columns)
            } while !rest.isEmpty
        }
        grid = broken
        self.columns = columns
        scroll()
    }

    mutating func write(_ bytes: [UInt8]) {
        var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\u{1B}":
                _ = rest.popFirst()
                let parameters = rest.prefix { !("@"..."~").contains($0) }
                rest = rest.dropFirst(parameters.count)
                let text = String(String.UnicodeScalarView(parameters))
                if let final = rest.popFirst() { control(final, text) }
            case "\r": column = 0
            case "\n":
                row += 1
                column = 0
                scroll()
            default: put(Character(scalar))
            }
        }
    }

    private mutating func control(_ final: Unicode.Scalar, _ text: String) {
        switch (final, text) {
        case ("A", _): row = max(0, row - (Int(text) ?? 1))
        case ("B", _): row = min(grid.count - 1, row + (Int(text) ?? 1))
        case ("K", _): grid[row] = Array(grid[row].prefix(column))
        case ("J", _):
            grid[row] = Array(grid[row].prefix(column))
            grid.removeSubrange((row + 1)...)
        case ("h", "?7"), ("l", "?7"): wraps = final == "h"
        case ("h", "?2026"), ("l", "?2026"): isUpdating = final == "h"
        default: break
        }
    }

    private mutating func put(_ character: Character) {
        if column == columns {
            guard wraps else { return }
            wrapped += 1
            row += 1
            column = 0
            scroll()
        }
        while grid[row].count <= column { grid[row].append(" ") }
        grid[row][column] = character
        column += 1
    }

    private mutating func scroll() {
        while row >= grid.count { grid.append([]) }
        while grid.count > height {
            history.append(String(grid.removeFirst()).trimmingBlanks())
            row -= 1
        }
    }
}

extension String {
    fileprivate func trimmingBlanks() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
