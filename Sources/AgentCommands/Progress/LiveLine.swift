import Diagnostics

/// One line of a live block: what is written, and how many cells it takes.
struct LiveLine: Sendable, Hashable {
    /// The text with its colours, without a line end.
    private(set) var text = ""
    /// The cells that it takes.
    private(set) var width = 0

    /// The colours that lines use, as SGR parameters (ECMA-48).
    enum Color: Int, Sendable {
        case faint = 2
        case red = 31
        case green = 32
        case yellow = 33
    }

    /// Adds text that is safe to print.
    mutating func add(_ piece: String, _ color: Color? = nil) {
        width += TerminalText.width(of: piece)
        text += color.map { "\u{1B}[\($0.rawValue)m\(piece)\u{1B}[0m" } ?? piece
    }

    /// Adds blanks up to a column.
    mutating func pad(to column: Int) { add(String(repeating: " ", count: max(0, column - width))) }

    /// The beginning of a text that takes at most so many cells, with `…` where something is left out.
    static func cut(_ text: String, to width: Int) -> String {
        guard TerminalText.width(of: text) > width else { return text }
        guard width > 0 else { return "" }
        var result = ""
        var left = width - 1
        for character in text {
            left -= TerminalText.width(of: String(character))
            guard left >= 0 else { break }
            result.append(character)
        }
        return result + "…"
    }
}
