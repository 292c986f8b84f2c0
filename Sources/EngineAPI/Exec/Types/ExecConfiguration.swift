/// A further process for a running container.
public struct ExecConfiguration: Sendable, Hashable, Codable {
    /// The program and its arguments. Seen in the engine's events, so no place for secrets.
    public var command: [String]
    /// `NAME=value` each, on top of the container's.
    public var environment: [String]?
    /// The working directory; the container's when nil.
    public var workingDirectory: String?
    /// `user`, `user:group`, or numbers; the container's when nil.
    public var user: String?
    /// Whether it has a terminal; its output then has no frames.
    public var hasTerminal: Bool
    /// Whether its standard input is written to.
    public var attachesStandardInput: Bool
    /// Whether its standard output is read.
    public var attachesStandardOutput: Bool
    /// Whether its standard error is read.
    public var attachesStandardError: Bool
    /// Whether it has all capabilities.
    public var isPrivileged: Bool

    /// Creates a configuration; without more, output is read and nothing written.
    public init(
        _ command: [String], environment: [String]? = nil, workingDirectory: String? = nil, user: String? = nil,
        hasTerminal: Bool = false, attachesStandardInput: Bool = false
    ) {
        self.command = command
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.user = user
        self.hasTerminal = hasTerminal
        self.attachesStandardInput = attachesStandardInput
        attachesStandardOutput = true
        attachesStandardError = true
        isPrivileged = false
    }

    enum CodingKeys: String, CodingKey {
        case command = "Cmd"
        case environment = "Env"
        case workingDirectory = "WorkingDir"
        case user = "User"
        case hasTerminal = "Tty"
        case attachesStandardInput = "AttachStdin"
        case attachesStandardOutput = "AttachStdout"
        case attachesStandardError = "AttachStderr"
        case isPrivileged = "Privileged"
    }
}
