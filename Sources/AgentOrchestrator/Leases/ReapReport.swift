import AgentRuntime
public import AgentValues
import EngineAPI

/// What a reaper removed, or would remove.
public struct ReapReport: Sendable {
    /// One container whose time was over.
    public struct Container: Sendable, Hashable, Encodable {
        /// The container's project.
        public var project: String
        /// The agent in it.
        public var agent: String
        /// The replica's number, from 1.
        public var replica: Int
        /// The container's name.
        public var container: String
        /// The engine's id.
        public var id: String
        /// Since when its time was over.
        public var expired: EngineTime
        /// Why, such as `its lifetime of 30m is over`.
        public var reason: String

        init(_ container: LeasedContainer, _ end: LeaseEnd) {
            project = container.identity.project
            agent = container.identity.agent
            replica = container.identity.replica
            self.container = container.name
            id = container.id.rawValue
            expired = end.time
            reason = "\(end.reason)"
        }
    }

    /// The containers, by name.
    public var containers: [Container] = []
    /// The networks that nobody was on any more, by name.
    public var networks: [String] = []
    /// When the next container's time is over, or is to be looked at again; nil when nobody's time is bounded.
    public var next: EngineTime?
    /// The projects that other commands are changing: what is past its time there was left.
    public var busy: [String] = []
    /// What could not be removed or asked; the rest was.
    public var failures: [any Error] = []

    /// Adds what was done in one project.
    mutating func add(_ part: ReapReport) {
        containers += part.containers
        networks += part.networks
        failures += part.failures
    }

    mutating func sort() {
        containers.sort { $0.container < $1.container }
        networks.sort()
        busy.sort()
    }

    /// Whether nothing was removed.
    public var isEmpty: Bool { containers.isEmpty && networks.isEmpty }
}
