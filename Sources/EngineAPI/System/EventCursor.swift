import AgentValues

/// How far a watch has come, so that it can go on after a break without telling an event again.
struct EventCursor: Sendable {
    /// Podman takes `since` in whole seconds only, so the events of this long before the last one come again.
    private static let overlap = Duration.seconds(2)

    /// Where to go on; nil before anything is known.
    private(set) var since: EngineTime?
    private var recent: Set<EngineEvent> = []

    /// Sets the start, unless there is one.
    mutating func begin(at time: EngineTime) {
        if since == nil { since = time }
    }

    /// Notes an event; false when it was noted before.
    mutating func take(_ event: EngineEvent) -> Bool {
        guard recent.insert(event).inserted else { return false }
        guard let last = since, event.time <= last else {
            since = event.time
            recent = recent.filter { event.time - $0.time <= Self.overlap }
            return true
        }
        return true
    }
}
