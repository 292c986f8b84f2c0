import AgentRuntime

/// Where an agent is on its way.
enum AgentPhase: Sendable, Hashable {
    /// Nothing has happened yet.
    case pending
    /// It waits for these agents.
    case waiting([String])
    /// Another command works on the project.
    case waitingForLock(holder: String)
    case building(Build)
    case pulling(image: String, PullTally)
    case replacing(reason: String)
    case creating
    case starting
    case probing(Probing)
    case healthy(after: Duration)
    case unchanged
    /// What was wanted is done, in one word.
    case done(String)
    case failed
    case skipped(becauseOf: String)
    case rollingBack
    case rolledBack
    case restored
    case removing(reason: String)
    case removed
    /// The command ended before the agent was ready.
    case unfinished

    /// How far a build is.
    struct Build: Sendable, Hashable {
        var number = 0
        var count = 0
        var instruction = ""
        /// What the step printed last.
        var line: String?
        /// How much of the base image is there.
        var pulled = PullTally()
    }

    /// What a probe has answered.
    struct Probing: Sendable, Hashable {
        var check: String
        /// Why the last attempt failed.
        var last: String?
        /// How many attempts failed.
        var attempt: Int
        /// After which time the wait ends.
        var limit: Duration
    }

    /// One word for it, the same in every kind of output.
    var name: String {
        switch self {
        case .pending: "pending"
        case .waiting, .waitingForLock: "waiting"
        case .building: "building"
        case .pulling: "pulling"
        case .replacing: "replacing"
        case .creating: "creating"
        case .starting: "starting"
        case .probing: "probing"
        case .healthy: "healthy"
        case .unchanged: "unchanged"
        case .done(let word): word
        case .failed: "failed"
        case .skipped: "skipped"
        case .rollingBack: "rolling back"
        case .rolledBack: "rolled back"
        case .restored: "restored"
        case .removing: "removing"
        case .removed: "removed"
        case .unfinished: "unfinished"
        }
    }

    /// Whether the agent is where it should be.
    var isGood: Bool {
        switch self {
        case .healthy, .unchanged, .done: true
        default: false
        }
    }

    /// Whether nothing more will happen unless something goes wrong.
    var isEnd: Bool {
        switch self {
        case .healthy, .unchanged, .done, .failed, .skipped, .rolledBack, .restored, .removed, .unfinished:
            true
        default: false
        }
    }

    /// Whether it is the agent's turn, and somebody is at work on it.
    var isActive: Bool {
        switch self {
        case .pending, .waiting: false
        default: !isEnd
        }
    }

    /// Whether somebody works on the agent, or has.
    var isWork: Bool {
        switch self {
        case .healthy, .done, .failed: true
        default: isActive
        }
    }
}
