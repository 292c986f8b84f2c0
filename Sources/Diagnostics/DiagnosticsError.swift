/// All mistakes of one input, reported together.
public struct DiagnosticsError: ReportableError {
    /// The diagnostics in the order of the input; at least one is an error.
    public var diagnostics: [Diagnostic]
    /// The exit status; 65 unless given.
    public var exitCode: ExitCode

    /// Creates an error from the diagnostics of one input.
    public init(_ diagnostics: [Diagnostic], exitCode: ExitCode = .manifestInvalid) {
        self.diagnostics = diagnostics
        self.exitCode = exitCode
    }

    /// `input.invalid`.
    public var reportCode: String { "input.invalid" }

    /// How many mistakes there are.
    public var summary: String {
        let count = diagnostics.count { $0.severity == .error }
        return count == 1 ? "1 mistake" : "\(count) mistakes"
    }
}
