import Diagnostics

/// A command cannot do what it was asked for.
struct CommandError: ReportableError {
    /// What kind of failure it is.
    enum Code: String, Sendable, Hashable {
        /// The command line contradicts itself.
        case usage
        /// The project's agents are from another folder.
        case otherFolder = "other-folder"
        /// No agent of that name is in the project.
        case agentNotFound = "agent-not-found"
        /// The agent's container does not run.
        case notRunning = "not-running"
        /// The user's time limit passed.
        case timedOut = "timed-out"
        /// A terminal is needed, and there is none.
        case noTerminal = "no-terminal"
        /// The command could not be executed in the container.
        case notExecutable = "not-executable"
        /// The command is not in the container.
        case commandNotFound = "command-not-found"
        /// Reading or writing failed on this host.
        case inputOutput = "input-output"
        /// A program that this command needs is not on this host.
        case toolMissing = "tool-missing"
        /// What was asked for cannot be done, as the engine says.
        case refused
        /// A step failed on some of several agents.
        case partialFailure = "partial-failure"
    }

    var code: Code
    var summary: String
    var details: [String]
    var hint: String?
    var underlying: [any Error]

    /// - Parameter summary: one sentence, lower case, without a full stop.
    init(
        _ code: Code, _ summary: String, details: [String] = [], hint: String? = nil, underlying: [any Error] = []
    ) {
        self.code = code
        self.summary = summary
        self.details = details
        self.hint = hint
        self.underlying = underlying
    }

    var reportCode: String { "command.\(code.rawValue)" }

    var exitCode: ExitCode {
        switch code {
        case .usage, .otherFolder, .noTerminal: .usage
        case .inputOutput: .inputOutput
        case .timedOut: .timedOut
        case .notExecutable: .notExecutable
        case .commandNotFound: .commandNotFound
        case .agentNotFound, .notRunning, .toolMissing, .refused, .partialFailure:
            .failure
        }
    }
}
