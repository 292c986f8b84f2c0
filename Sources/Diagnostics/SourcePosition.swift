/// A place in a text file, as editors and compilers count it.
public struct SourcePosition: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The file's path as the user named it; `<stdin>` for standard input.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column in characters, from 1.
    public var column: Int

    /// Creates a position; `line` and `column` count from 1.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`.
    public var description: String { "\(file):\(line):\(column)" }
}
