internal import AgentValues
internal import Synchronization

/// Something that happened to a container in memory.
struct ScriptedEvent: Sendable {
    var action: String
    var id: String
    var labels: [String: String]
    var attributes: [String: String]
    var time = EngineTime.now

    var document: String {
        let all = ScriptedContainer.json(labels.merging(attributes) { $1 })
        let nanoseconds = time.seconds * 1_000_000_000 + time.nanoseconds
        return """
            {"Type":"container","Action":"\(action)","Actor":{"ID":"\(id)","Attributes":\(all)},"time":\(time.seconds),"timeNano":\(nanoseconds)}

            """
    }

    /// Whether a call with these filters asks for it.
    func isWanted(by filters: [String: [String]]) -> Bool {
        filters.admit(labels: labels) && filters.admit("type", "container") && filters.admit("event", action)
            && filters.admit("container", id, attributes["name"] ?? "")
    }
}

extension ScriptedContainers.Engine {
    /// Notes what happened to a container.
    mutating func note(_ action: String, _ container: ScriptedContainer, _ attributes: [String: String] = [:]) {
        events.append(
            ScriptedEvent(
                action: action, id: container.id, labels: container.labels,
                attributes: attributes.merging(["name": container.name]) { $1 }))
        wake()
    }
}

/// What happens, as it happens.
extension ScriptedContainers {
    func playEvents(on engine: ScriptedEngine) {
        engine.answer("GET /events") { [self] call in
            let filters = call.filters
            let seen = self.engine.withLock { (breaks: $0.breaks, events: $0.events.count) }
            let since = call.parameter("since").map { Self.nanoseconds($0) }
            return .script { [self] connection in
                try connection.sendHead("application/json")
                var read = since == nil ? seen.events : 0
                while true {
                    let (events, changed) = self.engine.withLock { ($0.events, $0.changed) }
                    for event in events[read...] where event.isWanted(by: filters) {
                        let time = event.time.seconds * 1_000_000_000 + event.time.nanoseconds
                        if let since, time < since { continue }
                        try connection.sendChunk(Array(event.document.utf8))
                    }
                    read = events.count
                    guard call.parameter("until") == nil else { return try connection.sendLastChunk() }
                    guard self.engine.withLock(\.breaks) == seen.breaks, let changed else { return }
                    try connection.wait(for: changed)
                }
            }
        }
    }

    private static func nanoseconds(_ text: String) -> Int64 {
        let parts = text.split(separator: ".").map { Int64($0) ?? 0 }
        return (parts.first ?? 0) * 1_000_000_000 + (parts.count > 1 ? parts[1] : 0)
    }
}
