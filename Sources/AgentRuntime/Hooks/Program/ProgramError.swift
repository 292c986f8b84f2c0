public import Diagnostics

/// A program of the host that was run for a hook could not be run, or did not do what hooks do.
public struct ProgramError: ReportableError {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Hashable {
        /// There is no such program, or no such folder to run it in.
        case notFound = "not-found"
        /// The file is there but cannot be executed.
        case notExecutable = "not-executable"
        /// The system refused to start it.
        case notStarted = "not-started"
        /// It ended with an exit code other than 0 and 2.
        case failed
        /// A signal ended it.
        case signalled
        /// It did not end in time, and was killed with its children.
        case timedOut = "timed-out"
        /// It printed more than a hook may, and was killed with its children.
        case tooMuchOutput = "too-much-output"
        /// What it printed are no options.
        case invalidOutput = "invalid-output"
        /// It changed what tells whose container it is.
        case identityChanged = "identity-changed"
    }

    /// What kind of failure it is.
    public var code: Code
    /// The program, as the manifest names it.
    public var program: String
    /// One sentence, without the program's name.
    public var message: String
    /// Further lines, such as the end of what it printed.
    public var details: [String]
    /// What to do next.
    public var hint: String?

    /// Creates an error.
    public init(_ code: Code, program: String, _ message: String, details: [String] = [], hint: String? = nil) {
        self.code = code
        self.program = program
        self.message = message
        self.details = details
        self.hint = hint
    }

    /// `program.` and the code.
    public var reportCode: String { "program.\(code.rawValue)" }
    /// The program and the message.
    public var summary: String { "'\(program)' \(message)" }
    /// 124 for a time limit, else 1.
    public var exitCode: ExitCode { code == .timedOut ? .timedOut : .failure }
}
