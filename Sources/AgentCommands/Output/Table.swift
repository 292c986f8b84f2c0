import Diagnostics

/// Rows under a heading, in columns that are as wide as their widest cell; nothing is wrapped or cut.
struct Table: Sendable {
    /// Where the text of a column stands.
    enum Alignment: Sendable {
        case left, right
    }

    /// The headings.
    let columns: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// - Parameters:
    ///   - columns: the headings.
    ///   - right: the headings of those columns whose text stands to the right.
    init(_ columns: [String], right: Set<String> = []) {
        self.columns = columns
        alignments = columns.map { right.contains($0) ? .right : .left }
    }

    /// Adds a row; an empty cell is shown as `-`, and control characters from outside are escaped.
    mutating func add(_ cells: [String]) {
        rows.append(cells.map { $0.isEmpty ? "-" : TerminalText.line($0) })
    }

    /// The lines, each with its line end and without blanks at the end.
    var text: String {
        let all = [columns] + rows
        let widths = columns.indices.map { column in
            all.map { column < $0.count ? TerminalText.width(of: $0[column]) : 0 }.max() ?? 0
        }
        return all.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - TerminalText.width(of: cell))
                if column > 0 { line += "   " }
                line += alignments[column] == .right ? blanks + cell : cell + blanks
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
