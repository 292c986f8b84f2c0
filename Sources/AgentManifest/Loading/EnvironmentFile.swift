public import Diagnostics

/// The variables of a `.env` file, of `--env-file` or of `spec.env_file`.
///
/// One `NAME=VALUE` a line; `export` before it is allowed. Empty lines and those that begin with `#` are skipped. A plain
/// value ends at ` #` and loses the blanks around it. A value in single quotes is taken as written, one in double quotes
/// knows `\n`, `\r`, `\t`, `\"`, `\\` and `\$`; both may span lines. A name that is given twice has its last value. The file is
/// UTF-8 and at most 1 MiB.
///
/// As in Compose, `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:?message}`, `${NAME:+other}` and the same without the colon
/// are replaced outside of single quotes; `$$` and `\$` are a dollar sign. What is not set is empty, with a warning.
public struct EnvironmentFile: Sendable, CustomStringConvertible {
    /// The values by name.
    public private(set) var variables: [String: String] = [:]
    /// What does not stop anybody, such as a name that is not set. Values are never quoted.
    public private(set) var warnings: [Diagnostic] = []
    /// The names that stand in lines which could not be read.
    private(set) var unreadable = UnreadableNames()

    /// `***`, since the values may be secret.
    public var description: String { "***" }

    /// Reads the content of a file.
    /// - Parameters:
    ///   - content: the file's bytes.
    ///   - file: the path for messages.
    ///   - variables: what names in values stand for, before those of the file itself; nil leaves values as they are written.
    /// - Throws: every mistake of the file, with its place. Values are never quoted.
    public init(
        _ content: [UInt8], file: String, replacing variables: [String: String]? = nil
    ) throws(DiagnosticsError) {
        self.init(tolerating: content, file: file, replacing: variables, mistakesAs: .error)
        guard !warnings.contains(where: { $0.severity == .error }) else { throw DiagnosticsError(warnings) }
    }

    /// Reads what can be read; mistakes are among ``warnings``, and their names ``unreadable``.
    init(
        tolerating content: [UInt8], file: String, replacing variables: [String: String]?,
        mistakesAs severity: Diagnostic.Severity = .warning
    ) {
        do {
            let text = try SourceText(content)
            var parser = EnvironmentFileParser(lines: text.lines, file: file, outer: variables, severity: severity)
            parser.parse()
            self.variables = parser.variables
            warnings = parser.diagnostics
            unreadable = parser.unreadable
        } catch {
            let position = SourcePosition(file: file, line: error.mark.line, column: error.mark.column)
            warnings = [Diagnostic(severity, code: "environment-file.encoding", error.message, at: position)]
            unreadable.isCutShort = true
        }
    }
}

/// Names that a file may set, in lines that could not be read.
struct UnreadableNames: Sendable, Hashable {
    var names: Set<String> = []
    /// Whether the rest of the file could not be read either, so that it may set any name.
    var isCutShort = false

    func contains(_ name: String) -> Bool { isCutShort || names.contains(name) }
}
