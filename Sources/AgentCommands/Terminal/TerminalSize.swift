/// A terminal's size in character cells.
struct TerminalSize: Sendable, Hashable {
    /// Cells in a line.
    var columns: Int
    /// Lines.
    var rows: Int
}
