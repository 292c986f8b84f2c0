import AgentRuntime
package import AgentValues
import EngineAPI

/// Finds the agents whose output `logs --follow` prints: those that are there, and later each one that is started, made anew or
/// added. The past of several is put in the order of time, what comes later is printed as it comes.
package struct LogWatch: Sendable {
    private static let patience = Duration.seconds(60)

    private let selector: AgentSelector
    private let references: [AgentReference]
    private let reconnector: EngineReconnector
    private let sink: any LogSink
    private let follower: LogFollower
    private let past: LogOptions

    /// - Parameters:
    ///   - references: which agents of the selector's project; all when empty.
    ///   - past: which part of the past is wanted.
    package init(
        _ references: [AgentReference], of selector: AgentSelector, past: LogOptions, reconnector: EngineReconnector,
        to sink: any LogSink
    ) {
        self.selector = selector
        self.references = references
        self.past = past
        self.reconnector = reconnector
        self.sink = sink
        follower = LogFollower(host: selector.host, reconnector: reconnector, sink: sink)
    }

    private enum Role: Sendable {
        case watcher, follower
    }

    /// Returns when the agents have ended, and none is started anew for a moment.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Role.self) { group in
            group.addTask {
                try await watch()
                return .watcher
            }
            group.addTask {
                try await follower.run()
                return .follower
            }
            defer { group.cancelAll() }
            while let role = try await group.next(), role == .watcher {}
        }
    }

    /// Events wake up, lists are the truth. Ends when nobody runs at the beginning; otherwise the follower's end is the end.
    private func watch() async throws {
        var filters = EngineFilters.agents(of: selector.project).adding("type", "container")
        // Podman tells of ends and removals in Docker's words, and filters by its own.
        for event in ["start", "die", "died", "kill", "restart", "stop", "destroy", "remove"] {
            filters.add("event", event)
        }
        var positions: [String: LogPosition]?
        let quiet = LogQuiet()
        try await withThrowingTaskGroup(of: Void.self) { endings in
            for try await signal in selector.host.engine.system.watch(filters: filters, patience: Self.patience) {
                let change = quiet.changed()
                switch signal {
                case .connected where positions == nil:
                    let found = try await selector.existing(references)
                    positions = try await printPast(of: found)
                    // A single one is followed from its past on, even when it has ended.
                    let active = found.count == 1 ? found : found.filter(\.isActive)
                    start(active, positions ?? [:])
                    guard found.contains(where: \.isActive) else { return follower.end() }
                case .connected: start(try await current().filter(\.isActive), positions ?? [:])
                case .event(let event) where event.action == .start:
                    quiet.note(event)
                    // It may have ended already.
                    start(try await current().filter { $0.id == event.id }, positions ?? [:])
                case .event(let event):
                    quiet.note(event)
                    endings.addTask {
                        if try await quiet.isEnd(after: change, among: { try await current() }) { follower.end() }
                    }
                }
            }
        }
    }

    private func current() async throws -> [AgentContainer] {
        try await reconnector.surviving { _ in try await selector.matching(references) }
    }

    private func start(_ containers: [AgentContainer], _ positions: [String: LogPosition]) {
        let origins = LogOrigin.all(of: containers)
        sink.add(containers.compactMap { origins[$0.id] })
        for container in containers {
            guard let origin = origins[container.id] else { continue }
            // Of an agent that joins later, all is wanted.
            let position = positions[container.id]
            follower.started(
                ContainerID(container.id), of: origin, from: position ?? LogPosition(),
                past: position == nil ? LogOptions() : past)
        }
    }

    /// Prints what several agents have said until now, in the order of time.
    ///
    /// - Returns: how far that came, by container.
    private func printPast(of containers: [AgentContainer]) async throws -> [String: LogPosition] {
        let origins = LogOrigin.all(of: containers)
        sink.add(containers.compactMap { origins[$0.id] })
        var positions = Dictionary(containers.map { ($0.id, LogPosition()) }) { first, _ in first }
        guard containers.count > 1 else { return positions }
        var options = past
        options.timestamps = true
        let past = options
        let streams = try await containers.concurrently { container in
            try await reconnector.surviving { _ in
                try await selector.host.runtime.streamLogs(ContainerID(container.id), options: past)
            }
        }
        let pairs = zip(containers, streams).compactMap { container, stream in
            origins[container.id].map { ($0, stream) }
        }
        var merge = LogMerge(pairs)
        for (container, position) in zip(containers, try await merge.printWholeLines(to: sink)) {
            positions[container.id] = position
        }
        return positions
    }
}
