import AgentManifest

/// Decides which agents of a project may begin, from how far the others have come. A pure value.
struct LaunchSchedule: Sendable {
    /// What an agent has reached, all its replicas together.
    enum Milestone: Sendable, Hashable, CaseIterable {
        /// Its containers run.
        case started
        /// They are ready.
        case ready
        /// They have ended, each with exit code 0.
        case completed
    }

    private var waiting: [String]
    private let dependencies: [String: [Manifest.Dependency]]
    private var reached: [String: Set<Milestone>] = [:]
    private var failed: Set<String> = []

    /// - Parameters:
    ///   - agents: the agents to start, in the order in which they begin when nothing else decides.
    ///   - dependencies: what each waits for. Agents that are not among `agents` are taken to be there.
    init(_ agents: [String], dependencies: [String: [Manifest.Dependency]]) {
        waiting = agents
        self.dependencies = dependencies.mapValues { $0.filter { agents.contains($0.name) } }
    }

    /// The agents that may begin now; each is named once.
    mutating func next() -> [String] {
        let ready = waiting.filter { missing(for: $0).isEmpty }
        waiting.removeAll { ready.contains($0) }
        return ready
    }

    /// What an agent that has not begun waits for.
    func missing(for agent: String) -> [Manifest.Dependency] {
        dependencies[agent, default: []].filter { dependency in
            let milestone: Milestone =
                switch dependency.condition {
                case .started: .started
                case .healthy: .ready
                case .completed: .completed
                }
            return !reached[dependency.name, default: []].contains(milestone)
        }
    }

    /// The agents that have not begun.
    var unbegun: [String] { waiting }

    /// Notes how far an agent has come.
    mutating func note(_ agent: String, _ milestone: Milestone) { reached[agent, default: []].insert(milestone) }

    /// Notes that an agent has failed.
    ///
    /// - Returns: the agents that now never begin, each with the one that it waits for.
    mutating func fail(_ agent: String) -> [(agent: String, because: String)] {
        failed.insert(agent)
        var given: [(agent: String, because: String)] = []
        var isComplete = false
        while !isComplete {
            isComplete = true
            for name in waiting {
                guard let lost = missing(for: name).first(where: { failed.contains($0.name) }) else { continue }
                failed.insert(name)
                given.append((name, lost.name))
                isComplete = false
            }
            waiting.removeAll { failed.contains($0) }
        }
        return given
    }
}
