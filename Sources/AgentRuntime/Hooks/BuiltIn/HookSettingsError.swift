public import Diagnostics

/// The settings of a hook make no sense.
public struct HookSettingsError: ReportableError {
    /// The hook's name.
    public var hook: String
    /// Where in the settings, such as `config.ceilings.memory`.
    public var path: String
    /// What is wrong.
    public var message: String
    /// What to do next.
    public var hint: String?

    /// Creates an error.
    public init(hook: String, path: String, message: String, hint: String? = nil) {
        self.hook = hook
        self.path = path
        self.message = message
        self.hint = hint
    }

    /// `hook.settings`.
    public var reportCode: String { "hook.settings" }
    /// The place and the message; who makes the hook names it.
    public var summary: String { "\(path): \(message)" }
    /// 65.
    public var exitCode: ExitCode { .manifestInvalid }
}
