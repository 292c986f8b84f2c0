public import Diagnostics

/// A manifest or environment file that cannot be read at all. What is wrong inside one is a `DiagnosticsError`.
public struct ManifestError: ReportableError {
    /// What went wrong.
    public enum Code: String, Sendable, Hashable {
        /// There is no such file, or none of the names that are looked for.
        case notFound = "manifest.not-found"
        /// The file is there but reading it failed.
        case unreadable = "manifest.unreadable"
    }

    /// What went wrong.
    public var code: Code
    /// One sentence.
    public var summary: String
    /// What to do next.
    public var hint: String?
    /// 74.
    public var exitCode: ExitCode { .inputOutput }
    /// The code as text.
    public var reportCode: String { code.rawValue }

    /// Creates an error.
    public init(_ code: Code, _ summary: String, hint: String? = nil) {
        self.code = code
        self.summary = summary
        self.hint = hint
    }
}
