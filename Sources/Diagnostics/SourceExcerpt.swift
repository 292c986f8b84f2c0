/// The part of a source line that fits on a screen, with the place of its caret.
struct SourceExcerpt {
    /// The line as printed: tabs as spaces, control characters escaped, a long line cut with `…`.
    let text: String
    /// The blanks before the caret.
    let indentation: String
    /// How many carets.
    let width: Int

    /// How many characters of a line are shown.
    static let longestLine = 120

    /// - Parameters:
    ///   - line: the whole line without its line end.
    ///   - column: of the caret in characters, from 1; one past the end is fine.
    init(line: String, column: Int) {
        let scalars = Array(line.unicodeScalars)
        let start = min(max(column - 1, 0), scalars.count)
        let end = start + Self.tokenLength(scalars[start...])
        var shown = 0..<scalars.count
        if scalars.count > Self.longestLine {
            let first = max(0, min(start - Self.longestLine / 3, scalars.count - Self.longestLine))
            shown = first..<(first + Self.longestLine)
        }
        func printed(_ scalar: Unicode.Scalar) -> String { scalar == "\t" ? "    " : TerminalText.shown(scalar) }
        func cells(_ scalar: Unicode.Scalar) -> Int { scalar == "\t" ? 4 : TerminalText.width(of: scalar) }

        let cutBefore = shown.lowerBound > 0
        text =
            (cutBefore ? "…" : "") + shown.map { printed(scalars[$0]) }.joined()
            + (shown.upperBound < scalars.count ? "…" : "")
        let before = (shown.lowerBound..<max(shown.lowerBound, start)).reduce(cutBefore ? 1 : 0) {
            $0 + cells(scalars[$1])
        }
        indentation = String(repeating: " ", count: before)
        width = max(1, (start..<min(end, max(start, shown.upperBound))).reduce(0) { $0 + cells(scalars[$1]) })
    }

    /// The length of the word, quoted text or `${…}` at the start of `rest`.
    private static func tokenLength(_ rest: ArraySlice<Unicode.Scalar>) -> Int {
        guard let first = rest.first else { return 1 }
        if first == "\"" || first == "'" || (first == "$" && rest.dropFirst().first == "{") {
            let closing: Unicode.Scalar = first == "$" ? "}" : first
            let end = rest.dropFirst().firstIndex(of: closing)
            return end.map { $0 - rest.startIndex + 1 } ?? 1
        }
        var end = rest.startIndex
        while end < rest.endIndex {
            let scalar = rest[end]
            if scalar.properties.isWhitespace || scalar == "," || scalar == "]" || scalar == "}" { break }
            if scalar == ":" {
                let next = end + 1
                if next == rest.endIndex || rest[next].properties.isWhitespace { break }
            }
            end += 1
        }
        return max(1, end - rest.startIndex)
    }
}
