public import Diagnostics
import EngineAPI

/// A run, or a step around it, failed.
public struct RunError: ReportableError {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Hashable {
        /// The image is not on the engine and cannot be had.
        case imageUnavailable = "image-unavailable"
        /// The image or the options break a rule that the options themselves set.
        case denied
        /// A container with the wanted name belongs to somebody else.
        case nameTaken = "name-taken"
        /// The engine refused to create the container.
        case createRefused = "create-refused"
        /// The engine refused to start the container.
        case startRefused = "start-refused"
        /// The container's command is not in the image.
        case commandNotFound = "command-not-found"
        /// The container's command cannot be executed.
        case commandNotExecutable = "command-not-executable"
        /// A limit that was asked for is not in force.
        case limitNotApplied = "limit-not-applied"
        /// The project's network is not apart from others.
        case notIsolated = "not-isolated"
        /// The container's command ended while it should have become ready.
        case exited
        /// The kernel killed the container for want of memory.
        case outOfMemory = "out-of-memory"
        /// The probe failed too often.
        case unhealthy
        /// The container was not ready in time.
        case notReadyInTime = "not-ready-in-time"
        /// A file or folder on this host could not be written or read.
        case file
        /// Nothing of that name is there.
        case notFound = "not-found"
        /// The options contradict each other or this engine.
        case unsupported
        /// A call to the engine failed; ``RunError/callExitCode`` has its exit status.
        case callFailed = "call-failed"
    }

    /// What kind of failure it is.
    public var code: Code
    /// The agent's name.
    public var agent: String
    /// One sentence, without the agent's name: which step failed, and why.
    public var message: String
    /// Further lines: the engine's own words, the last lines of the log.
    public var details: [String]
    /// What to do next.
    public var hint: String?
    /// The errors behind this one, then what went wrong while cleaning up.
    public var underlying: [any Error]
    /// The exit status of the engine's error, where the code is `callFailed`.
    public var callExitCode: ExitCode?

    /// Creates an error.
    public init(
        _ code: Code, agent: String, _ message: String, details: [String] = [], hint: String? = nil,
        underlying: [any Error] = [], callExitCode: ExitCode? = nil
    ) {
        self.code = code
        self.agent = agent
        self.message = message
        self.details = details
        self.hint = hint
        self.underlying = underlying
        self.callExitCode = callExitCode
    }

    /// `run.` and the code.
    public var reportCode: String { "run.\(code.rawValue)" }

    /// Whether a start can have been refused because somebody else has the free port by now that the engine chose when it created the
    /// container: nothing else is known to be the reason, and nothing is left.
    func mayBeLostPort(of options: RunOptions) -> Bool {
        code == .startRefused && hint == nil && underlying.isEmpty && options.ports.contains { $0.host == 0 }
    }

    /// Whether it is the agent that failed, after it was started.
    var isAgentsOwn: Bool {
        switch code {
        case .exited, .outOfMemory, .unhealthy, .notReadyInTime: true
        default: false
        }
    }

    /// The agent and the message.
    public var summary: String { "\(agent): \(message)" }

    /// As documented for the command line.
    public var exitCode: ExitCode {
        switch code {
        case .denied: .denied
        case .nameTaken, .createRefused, .startRefused, .limitNotApplied, .notIsolated, .imageUnavailable,
            .unsupported:
            .engineRefused
        case .commandNotFound: .commandNotFound
        case .commandNotExecutable: .notExecutable
        case .notReadyInTime: .timedOut
        case .file: .inputOutput
        case .callFailed: callExitCode ?? .failure
        case .exited, .outOfMemory, .unhealthy, .notFound: .failure
        }
    }
}

extension RunError {
    /// The same error, naming the agent that it is about where it is an engine's, which knows no agents.
    public static func naming(_ agent: String, _ error: any Error) -> any Error {
        guard let failure = error as? EngineError else { return error }
        return RunError(
            .callFailed, agent: agent, failure.summary, details: failure.details, hint: failure.hint,
            underlying: failure.underlying, callExitCode: failure.exitCode)
    }
}
