import AgentValues
public import Diagnostics

/// A hook failed, or took too long.
public struct HookError: ReportableError {
    /// The call of a hook that failed.
    public enum Phase: String, Sendable, Hashable {
        case preRun, postRun, ready, preStop, postStop, undo, failed
    }

    /// The hook's name.
    public var hook: String
    /// The call that failed.
    public var phase: Phase
    /// The agent's name or the container's id.
    public var agent: String
    /// What the hook threw, and after it what failed in other hooks and in cleaning up.
    public var underlying: [any Error]
    /// The time limit, where the hook exceeded it.
    public var timeLimit: Duration?

    /// Creates an error.
    public init(hook: String, phase: Phase, agent: String, underlying: [any Error], timeLimit: Duration? = nil) {
        self.hook = hook
        self.phase = phase
        self.agent = agent
        self.underlying = underlying
        self.timeLimit = timeLimit
    }

    /// `hook.` and the phase.
    public var reportCode: String { "hook.\(phase.rawValue)" }

    /// The agent, the hook and the phase.
    public var summary: String {
        let ending = timeLimit.map { "did not end within \($0.brief)" } ?? "failed"
        return "\(agent): hook '\(hook)' \(ending) in \(phase.rawValue)"
    }

    /// What failed and why, in one sentence.
    var oneLine: String {
        guard timeLimit == nil, let first = underlying.first else { return summary }
        return "\(summary): \((first as? any ReportableError)?.summary ?? "\(first)")"
    }

    /// 77 where the hook denied the run, else 124 for a time limit, else that of what the hook threw.
    public var exitCode: ExitCode {
        if timeLimit != nil { return .timedOut }
        return (underlying.first as? any ReportableError)?.exitCode ?? .failure
    }
}

/// What a hook throws to say that a run is not allowed; the command ends with 77.
public struct RunDenied: ReportableError {
    /// Why, in one sentence.
    public var reason: String
    /// What the user can do about it.
    public var hint: String?

    /// Creates a denial.
    public init(_ reason: String, hint: String? = nil) {
        self.reason = reason
        self.hint = hint
    }

    /// `denied`.
    public var reportCode: String { "denied" }
    /// The reason.
    public var summary: String { "denied: \(reason)" }
    /// 77.
    public var exitCode: ExitCode { .denied }
}
