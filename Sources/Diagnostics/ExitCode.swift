/// The exit status of the command; each value has one documented meaning.
///
/// The values follow sysexits(3), timeout(1), and what `docker run` and shells use for 125 to 130.
public struct ExitCode: RawRepresentable, Sendable, Hashable, Codable {
    /// The status as the shell sees it.
    public var rawValue: Int32

    /// Any other status: in the foreground, the container's own exit code.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// 0: done.
    public static let success = ExitCode(rawValue: 0)
    /// 1: the agent or a step failed.
    public static let failure = ExitCode(rawValue: 1)
    /// 64: wrong usage of the command line.
    public static let usage = ExitCode(rawValue: 64)
    /// 65: the manifest is invalid.
    public static let manifestInvalid = ExitCode(rawValue: 65)
    /// 69: no engine could be reached.
    public static let engineUnavailable = ExitCode(rawValue: 69)
    /// 74: reading or writing a file failed.
    public static let inputOutput = ExitCode(rawValue: 74)
    /// 77: denied by a hook or a policy.
    public static let denied = ExitCode(rawValue: 77)
    /// 124: a time limit passed.
    public static let timedOut = ExitCode(rawValue: 124)
    /// 125: the engine refused to create or start the container.
    public static let engineRefused = ExitCode(rawValue: 125)
    /// 126: the container's command is there but cannot be executed.
    public static let notExecutable = ExitCode(rawValue: 126)
    /// 127: the container's command was not found.
    public static let commandNotFound = ExitCode(rawValue: 127)
    /// 130: interrupted by Ctrl-C or SIGTERM.
    public static let interrupted = ExitCode(rawValue: 130)
}
