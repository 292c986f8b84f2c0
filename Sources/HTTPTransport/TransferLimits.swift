/// The time limits of one transfer, and what counts against them. A pure value.
struct TransferLimits {
    typealias Instant = ContinuousClock.Instant

    private let connectEnd: Instant?
    private let totalEnd: Instant?
    private let headEnd: Instant?
    private let idle: Duration?
    private var lastActivity: Instant
    private var isConnected = false
    private var headIsHere = false
    private var isPaused = false

    init(_ timeouts: HTTPTimeouts, startingAt now: Instant) {
        connectEnd = timeouts.connect.map { now + $0 }
        totalEnd = timeouts.total.map { now + $0 }
        headEnd = timeouts.head.map { now + $0 }
        idle = timeouts.idle
        lastActivity = now
    }

    /// The connection stands.
    mutating func connected(at now: Instant) {
        isConnected = true
        lastActivity = now
    }

    /// The response's head is complete.
    mutating func headCame() { headIsHere = true }

    /// A byte came or went.
    mutating func active(at now: Instant) {
        lastActivity = now
    }

    /// Our own side makes the peer wait, or no longer does.
    mutating func paused(_ paused: Bool, at now: Instant) {
        guard paused != isPaused else { return }
        isPaused = paused
        lastActivity = now
    }

    /// When ``expired(at:)`` must be asked next.
    var deadline: Instant? {
        var deadline = totalEnd
        if !isConnected, let connectEnd { deadline = deadline.map { min($0, connectEnd) } ?? connectEnd }
        if !headIsHere, let headEnd { deadline = deadline.map { min($0, headEnd) } ?? headEnd }
        if let idleEnd { deadline = deadline.map { min($0, idleEnd) } ?? idleEnd }
        return deadline
    }

    /// The limit that has passed, if one has.
    func expired(at now: Instant) -> HTTPTransportError.Code? {
        if let totalEnd, now >= totalEnd { return .totalTimedOut }
        if !isConnected, let connectEnd, now >= connectEnd { return .connectTimedOut }
        if !headIsHere, let headEnd, now >= headEnd { return .headTimedOut }
        if let idleEnd, now >= idleEnd { return .idleTimedOut }
        return nil
    }

    private var idleEnd: Instant? {
        guard isConnected, !isPaused, let idle else { return nil }
        return lastActivity + idle
    }
}

/// The time as the loop's thread read it last: once a round, as asking the system for each byte would cost too much.
final class LoopClock {
    private(set) var now = ContinuousClock.now

    func update() { now = ContinuousClock.now }
}
