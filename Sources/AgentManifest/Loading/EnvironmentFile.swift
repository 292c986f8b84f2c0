public import Diagnostics

/// The variables of a `.env` file or of `--env-file`.
///
/// One `NAME=VALUE` a line; `export` before it is allowed. Empty lines and those that begin with `#` are skipped. A plain
/// value ends at ` #` and loses the blanks around it. A value in single quotes is taken as written, one in double quotes
/// knows `\n`, `\r`, `\t`, `\"`, `\\` and `\$`; both may span lines. Nothing is replaced inside values. A name that is
/// given twice has its last value. The file is UTF-8 and at most 1 MiB.
public struct EnvironmentFile: Sendable, CustomStringConvertible {
    /// The values by name.
    public private(set) var variables: [String: String] = [:]

    /// `***`, since the values may be secret.
    public var description: String { "***" }

    /// Reads the content of a file.
    /// - Parameters:
    ///   - content: the file's bytes.
    ///   - file: the path for messages.
    /// - Throws: every mistake of the file, with its place. Values are never quoted.
    public init(_ content: [UInt8], file: String) throws(DiagnosticsError) {
        let text: SourceText
        do {
            text = try SourceText(content)
        } catch {
            let position = SourcePosition(file: file, line: error.mark.line, column: error.mark.column)
            throw DiagnosticsError([
                Diagnostic(.error, code: "environment-file.encoding", error.message, at: position)
            ])
        }
        var parser = EnvironmentFileParser(lines: text.lines, file: file)
        parser.parse()
        guard parser.diagnostics.isEmpty else { throw DiagnosticsError(parser.diagnostics) }
        variables = parser.variables
    }
}
