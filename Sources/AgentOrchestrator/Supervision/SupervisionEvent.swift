public import AgentRuntime
import AgentValues

/// What happens to an agent that is supervised.
public enum SupervisionEvent: Sendable, Hashable {
    /// It is unhealthy, after so many failures in a row with this last reason; nil: it did not become ready again. It will be
    /// restarted after a pause. `limit` restarts in a row are tried; nil: no end.
    case unhealthy(reason: String, failures: Int?, restartAfter: Duration, number: Int, limit: Int?)
    /// Its command was killed by a signal that did not come from us. It is started again after this pause.
    case killed(exitCode: Int, restartAfter: Duration, number: Int, limit: Int?)
    /// Its command was ended and started again by us.
    case restarted
    /// It is ready again.
    case readyAgain
    /// Its command ended, and the engine started it again, as its restart policy says; the code is nil where it is not known.
    case restartedByEngine(exitCode: Int?, policy: RestartPolicy)
    /// Its command ended because the engine did; it is started again.
    case stoppedWithEngine(exitCode: Int)
    /// Its command ended for good.
    case ended(exitCode: Int, wasOOMKilled: Bool)
}

extension SupervisionEvent: CustomStringConvertible {
    /// One line for people, without the agent's name.
    public var description: String {
        switch self {
        case .unhealthy(let reason, let failures, let delay, let number, let limit):
            "unhealthy (\(reason))\(failures.map { " after \($0) \($0 == 1 ? "failure" : "failures")" } ?? ""); restarting in \(delay.brief) (\(number)\(limit.map { " of \($0)" } ?? ""))"
        case .killed(let code, let delay, let number, let limit):
            "killed (exit code \(code)); restarting after \(delay.brief) (\(number)\(limit.map { " of \($0)" } ?? ""))"
        case .restarted: "restarted"
        case .readyAgain: "ready again"
        case .restartedByEngine(let code, let policy):
            "ended\(code.map { " with exit code \($0)" } ?? ""); the engine started it again (restart: \(policy))"
        case .stoppedWithEngine(let code):
            "stopped when the engine went away (exit code \(code)); starting it again"
        case .ended(let code, let wasOOMKilled):
            "ended with exit code \(code)\(wasOOMKilled ? ", OOM-killed at its memory limit" : "")"
        }
    }

    /// Whether the command runs anew since.
    public var isNewStart: Bool {
        switch self {
        case .restarted, .restartedByEngine: true
        case .unhealthy, .killed, .readyAgain, .stoppedWithEngine, .ended: false
        }
    }

    /// Whether the agent has ended for good.
    public var isEnd: Bool {
        if case .ended = self { true } else { false }
    }
}
