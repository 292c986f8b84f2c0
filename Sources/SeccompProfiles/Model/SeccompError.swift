public import Diagnostics

/// Why a profile did not become a filter.
public struct SeccompError: ReportableError {
    /// What kind of failure.
    public enum Code: String, Sendable {
        /// No architecture has a call of this name.
        case unknownCall = "seccomp.unknown-call"
        /// libseccomp knows no architecture of this name.
        case unknownArchitecture = "seccomp.unknown-architecture"
        /// libseccomp refuses a rule or an action.
        case invalid = "seccomp.invalid"
        /// The system refused memory or a file.
        case system = "seccomp.system"
    }

    /// What kind of failure.
    public var code: Code
    /// What happened.
    public var message: String
    /// What to do about it.
    public var hint: String?

    init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The code's name, such as `seccomp.unknown-call`.
    public var reportCode: String { code.rawValue }
    /// ``message``.
    public var summary: String { message }
    /// 65: what the user wrote is wrong; 1 for a failure of the system.
    public var exitCode: ExitCode { code == .system ? .failure : .manifestInvalid }
}
