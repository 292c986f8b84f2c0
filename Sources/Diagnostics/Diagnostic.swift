/// One thing to say about the user's input: a mistake, a warning, or a remark.
public struct Diagnostic: Sendable, Hashable, Codable {
    /// How bad it is. Only `error` stops a command.
    public enum Severity: String, Sendable, Codable, Comparable {
        case note, warning, error

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }

        /// `note` < `warning` < `error`.
        public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
    }

    /// How bad it is.
    public var severity: Severity
    /// A stable name for this kind of diagnostic, such as `manifest.unknown-key`.
    public var code: String
    /// One sentence, lower case, without a full stop: what is wrong.
    public var message: String
    /// Where in which file.
    public var position: SourcePosition?
    /// The text of the line at `position`, without its line end; shown with a caret under the column.
    public var sourceLine: String?
    /// The key's path inside the document, such as `spec.ports[0].container`.
    public var path: String?
    /// What to do about it, such as `did you mean 'healthCheck'?`.
    public var hint: String?

    /// Creates a diagnostic.
    public init(
        _ severity: Severity, code: String, _ message: String, at position: SourcePosition? = nil,
        sourceLine: String? = nil, path: String? = nil, hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.position = position
        self.sourceLine = sourceLine
        self.path = path
        self.hint = hint
    }
}
