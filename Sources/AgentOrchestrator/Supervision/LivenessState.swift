public import AgentRuntime

/// Decides, from the outcomes of a probe's attempts, whether a running agent is alive. A pure value.
///
/// An agent that is ready is asked every `interval`; `retries` failures in a row make it unhealthy, one success forgets them.
public struct LivenessState: Sendable, Hashable {
    /// What to do next.
    public enum Action: Sendable, Hashable {
        /// Ask again after this time.
        case attempt(after: Duration)
        /// The agent is unhealthy: so many failures in a row, the last one's reason, and how long it was healthy before the first.
        case unhealthy(failures: Int, last: String, healthyFor: Duration)
    }

    private let probe: Probe
    private var failures = 0
    private var healthyFor = Duration.zero

    /// Starts with an agent that is ready.
    public init(probe: Probe) { self.probe = probe }

    /// When to ask for the first time.
    public var first: Action { .attempt(after: probe.interval) }

    /// Takes the outcome of an attempt that ended `elapsed` after the agent was ready.
    public mutating func attemptEnded(_ outcome: ProbeOutcome, at elapsed: Duration) -> Action {
        switch outcome {
        case .success:
            failures = 0
            healthyFor = elapsed
        case .pending: break
        case .failure(let reason), .impossible(let reason, _):
            failures += 1
            if failures >= probe.retries {
                return .unhealthy(failures: failures, last: reason, healthyFor: healthyFor)
            }
        }
        return .attempt(after: probe.interval)
    }
}
