import AgentValues

/// Decides whether, and when, an unhealthy agent is restarted. A pure value.
public struct RestartBackoff: Sendable, Hashable {
    /// What to do next.
    public enum Decision: Sendable, Hashable {
        /// Restart it after this time; which one of the restarts in a row it is, from 1.
        case restart(after: Duration, number: Int)
        /// It is in a crash loop: so many restarts have not helped.
        case giveUp(restarts: Int)
    }

    private let rules: RestartRules
    private var restarts = 0

    /// Starts with an agent that was never restarted.
    public init(rules: RestartRules = RestartRules()) { self.rules = rules }

    /// Notes that the agent is unhealthy. `healthyFor` is how long it was healthy before; zero when it did not become
    /// ready.
    public mutating func agentFailed(healthyFor: Duration) -> Decision {
        if healthyFor >= rules.forgetsAfter { restarts = 0 }
        if let attempts = rules.attempts, restarts >= attempts { return .giveUp(restarts: restarts) }
        restarts += 1
        let delay = Backoff(from: rules.firstDelay, to: rules.longestDelay).pause(after: restarts)
        return .restart(after: delay, number: restarts)
    }
}
