/// How patiently an unhealthy agent is restarted.
public struct RestartRules: Sendable, Hashable {
    /// How many restarts in a row are tried; nil: no end. 5 unless given.
    public var attempts: Int?
    /// The pause before the first of them; 100 ms unless given. Each further one is twice as long.
    public var firstDelay: Duration
    /// The longest pause; 60 s unless given.
    public var longestDelay: Duration
    /// How long an agent must have been healthy for its earlier restarts to be forgotten; 60 s unless given.
    public var forgetsAfter: Duration

    /// Creates rules.
    public init(
        attempts: Int? = 5, firstDelay: Duration = .milliseconds(100), longestDelay: Duration = .seconds(60),
        forgetsAfter: Duration = .seconds(60)
    ) {
        self.attempts = attempts
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.forgetsAfter = forgetsAfter
    }
}
