import AgentRuntime
import EngineAPI

/// A command to be run in a running agent, beside its own.
public struct ExecOptions: Sendable, Hashable {
    /// The program and its arguments.
    public var command: [String]
    /// Further variables, as `NAME=VALUE`.
    public var environment: [String]
    /// Its folder; that of the container unless given.
    public var workingDirectory: String?
    /// Who runs it, as `NAME` or `UID` with an optional `:GROUP`; the container's own user unless given.
    public var user: String?
    /// Whether it has a terminal.
    public var terminal: Bool
    /// Whether it gets input.
    public var takesInput: Bool
    /// The variable that its processes are found by when it is to be ended; no other command has its value.
    let mark = "AAC_EXEC=\(AgentIdentity.newRun())"

    /// - Parameters: as the properties.
    public init(
        _ command: [String], environment: [String] = [], workingDirectory: String? = nil, user: String? = nil,
        terminal: Bool = false, takesInput: Bool = false
    ) {
        self.command = command
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.user = user
        self.terminal = terminal
        self.takesInput = takesInput
    }

    var configuration: ExecConfiguration {
        ExecConfiguration(
            command, environment: environment + [mark], workingDirectory: workingDirectory,
            user: user, hasTerminal: terminal, attachesStandardInput: takesInput)
    }
}
