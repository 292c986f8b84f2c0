public import Diagnostics

/// Settings make no sense.
public struct SettingsError: ReportableError {
    /// Where in the settings, such as `config.ceilings.memory`.
    public var path: String
    /// What is wrong.
    public var message: String
    /// What to do next.
    public var hint: String?

    /// Creates an error.
    public init(path: String, message: String, hint: String? = nil) {
        self.path = path
        self.message = message
        self.hint = hint
    }

    /// `settings`.
    public var reportCode: String { "settings" }
    /// The place and the message; who asked for the settings says whose they are.
    public var summary: String { "\(path): \(message)" }
    /// 65.
    public var exitCode: ExitCode { .manifestInvalid }
}
