/// Decides, from the outcomes of a probe's attempts and the time that has passed, what to do next. A pure value.
///
/// While an agent starts it is asked often: first after 5 ms, then at growing distances up to the probe's `startInterval` and,
/// after the start period, up to one second or the interval, whichever is shorter. A failure counts only after the start period,
/// and only when `interval` has passed since the last one that counted; so frequent polls notice readiness early, and
/// yet the agent has `retries` whole intervals to become ready.
public struct ReadinessState: Sendable, Hashable {
    /// What to do next.
    public enum Action: Sendable, Hashable {
        /// Ask again after this time.
        case attempt(after: Duration)
        /// The agent is ready.
        case ready
        /// The agent is unhealthy after so many failures that count; the last one's reason.
        case unhealthy(failures: Int, last: String)
        /// Asking can never succeed: why, and what to do about it.
        case impossible(String, hint: String)
    }

    private static let firstDelay = Duration.milliseconds(5)
    private static let slowestPoll = Duration.seconds(1)

    /// How many attempts were made.
    public private(set) var attempts = 0
    /// Why the last attempt failed; nil before the first failure.
    public private(set) var lastFailure: String?
    private let probe: Probe
    private var delay = firstDelay
    private var failures = 0
    private var lastCounted: Duration?

    /// Starts with no attempt made.
    public init(probe: Probe) { self.probe = probe }

    /// Takes the outcome of an attempt that ended `elapsed` after the container's start.
    public mutating func attemptEnded(_ outcome: ProbeOutcome, at elapsed: Duration) -> Action {
        attempts += 1
        let reason: String
        var counts = elapsed >= probe.startPeriod
        switch outcome {
        case .success: return .ready
        case .failure(let found): reason = found
        case .pending(let found): (reason, counts) = (found, false)
        case .impossible(let found, let hint):
            lastFailure = found
            return .impossible(found, hint: hint)
        }
        lastFailure = reason
        let inStartPeriod = elapsed < probe.startPeriod
        if counts, lastCounted.map({ elapsed - $0 >= probe.interval }) ?? true {
            failures += 1
            lastCounted = elapsed
            if failures >= probe.retries { return .unhealthy(failures: failures, last: reason) }
        }
        let longest =
            inStartPeriod ? probe.startInterval : max(probe.startInterval, min(probe.interval, Self.slowestPoll))
        let current = min(delay, longest)
        delay = min(delay * 3 / 2, longest)
        return .attempt(after: current)
    }
}
