public import Diagnostics

/// What was asked of an agent cannot be done.
///
/// It says what is the case, and knows nothing of any command: what to do about it is for whoever shows it to say, from
/// ``code-swift.property`` and ``facts-swift.property``.
public struct AgentError: ReportableError {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Hashable {
        /// There is no agent, replica or container of that name.
        case notFound = "not-found"
        /// There are no agents at all.
        case noAgents = "no-agents"
        /// The agent's container does not run.
        case notRunning = "not-running"
        /// The agent's container runs, and must not.
        case stillRunning = "still-running"
        /// The agent ended right after it was started.
        case ended
        /// The container has no such file or folder.
        case fileNotFound = "file-not-found"
        /// The container does not let it be done.
        case refused
        /// The container has no such program.
        case commandNotFound = "command-not-found"
        /// The container's file cannot be executed.
        case notExecutable = "not-executable"
        /// A program that is needed is not on this host.
        case toolMissing = "tool-missing"
        /// Reading or writing failed on this host.
        case inputOutput = "input-output"
    }

    /// What is known beside the sentence; each is nil or empty where it does not matter.
    public struct Facts: Sendable, Hashable {
        /// The agent, as it was named.
        public var agent: String?
        /// What its container is, in the engine's word, such as `paused`.
        public var state: String?
        /// Projects in which there is what was asked for.
        public var projects: [String] = []
        /// A file or folder of the container that is missing.
        public var path: String?

        /// - Parameters: as the properties.
        public init(
            agent: String? = nil, state: String? = nil, projects: [String] = [],
            path: String? = nil
        ) {
            self.agent = agent
            self.state = state
            self.projects = projects
            self.path = path
        }
    }

    /// What kind of failure it is.
    public var code: Code
    /// One sentence, lower case, without a full stop.
    public var summary: String
    /// Further lines, such as the agents that there are.
    public var details: [String]
    /// What is known beside the sentence.
    public var facts: Facts
    /// What helps whoever asks, wherever that is.
    public var hint: String?
    /// The errors behind this one.
    public var underlying: [any Error]

    /// - Parameters:
    ///   - code: what kind of failure it is.
    ///   - summary: one sentence, lower case, without a full stop.
    ///   - details: further lines.
    ///   - facts: what is known beside the sentence.
    ///   - hint: what helps whoever asks, wherever that is.
    ///   - underlying: the errors behind this one.
    public init(
        _ code: Code, _ summary: String, details: [String] = [], facts: Facts = Facts(), hint: String? = nil,
        underlying: [any Error] = []
    ) {
        self.code = code
        self.summary = summary
        self.details = details
        self.facts = facts
        self.hint = hint
        self.underlying = underlying
    }

    /// 74 for ``Code/inputOutput``, 127 for ``Code/commandNotFound``, 126 for ``Code/notExecutable``, else 1.
    public var exitCode: ExitCode {
        switch code {
        case .inputOutput: .inputOutput
        case .commandNotFound: .commandNotFound
        case .notExecutable: .notExecutable
        case .notFound, .noAgents, .notRunning, .stillRunning, .ended, .fileNotFound, .refused, .toolMissing: .failure
        }
    }

    /// `agent.` and the code.
    public var reportCode: String { "agent.\(code.rawValue)" }
}
