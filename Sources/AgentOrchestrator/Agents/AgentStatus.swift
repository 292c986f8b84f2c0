package import AgentRuntime
public import AgentValues
package import EngineAPI

/// How one container of an agent does.
public struct AgentStatus: Sendable, Encodable {
    /// A published port.
    public struct Port: Sendable, Encodable {
        /// The address of the host, in a form that leads there from here where one does.
        public var address: String
        /// The port in the container.
        public var container: Int
        /// The port of the host.
        public var host: Int
        /// `tcp`, `udp` or `sctp`.
        public var `protocol`: String
        /// False where nothing leads there from here; else nil.
        public var reachable: Bool?
    }

    /// The project.
    public var project: String
    /// The agent.
    public var agent: String
    /// The replica's number, from 1.
    public var replica: Int
    /// The engine's word, such as `running`.
    public var state: String
    /// Only of a container that ended.
    public var exitCode: Int?
    /// Whether the kernel ended it for want of memory.
    public var outOfMemory: Bool?
    /// `starting`, `healthy` or `unhealthy`, where the agent has a probe or the engine checks.
    public var health: String?
    /// Why it is not healthy, or why it ended or did not start, where that is known.
    public var reason: String?
    /// How often the engine has started it again.
    public var restarts: Int
    /// 100 is one whole CPU; nil where it was not measured.
    public var cpuPercent: Double?
    /// Bytes, without the page cache that can be had back; nil where it was not measured.
    public var memory: UInt64?
    /// Bytes; nil without a limit, and where it was not measured.
    public var memoryLimit: UInt64?
    /// The published ports.
    public var ports: [Port]
    /// When the container was created.
    public var created: EngineTime?
    /// When its command was started last.
    public var started: EngineTime?
    /// When its time is over, where its lifetime is bounded.
    public var expires: EngineTime?
    /// The image, as the container was created from it.
    public var image: String
    /// The agent's version, as its manifest says.
    public var version: String?
    /// The container's name.
    public var container: String
    /// The engine's id.
    public var id: String
    /// Whether it only has its image's labels, and is left alone.
    public var foreign: Bool?

    package init(
        _ container: AgentContainer, _ inspection: ContainerInspection, usage: AgentUsage? = nil,
        health found: AgentHealth? = nil, ports published: PublishedPorts? = nil
    ) {
        let state = inspection.state
        project = container.identity.project
        agent = container.identity.agent
        replica = container.identity.replica
        version = container.identity.version
        self.state = state.status.rawValue
        if state.status == .exited || state.status == .dead {
            exitCode = state.exitCode
            if state.wasOOMKilled { outOfMemory = true }
        }
        health = found?.status.rawValue ?? (state.isRunning ? state.health?.status.rawValue : nil)
        reason = found.map(\.reason) ?? Self.reason(state)
        cpuPercent = usage?.cpuPercent
        memory = usage?.memory
        memoryLimit = usage?.memoryLimit
        restarts = inspection.restartCount
        ports = (published?.all ?? ContainerInfo(inspection).ports).map { port in
            Port(
                address: port.hostIP, container: port.container, host: port.host, protocol: port.protocol.rawValue,
                reachable: published?.unreachable.contains(port) == true ? false : nil)
        }
        created = inspection.created
        started = state.startedAt
        expires = Lease(labels: inspection.configuration.labels ?? [:])?.expires
        image = inspection.configuration.image
        self.container = inspection.name
        if container.isForeign { foreign = true }
        id = inspection.id
    }

    /// What the last failed check printed, or how the container ended.
    private static func reason(_ state: ContainerState) -> String? {
        if state.isRunning {
            guard let health = state.health, health.status != .healthy, let last = health.log.last, last.exitCode != 0
            else { return nil }
            let output = last.output.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            return output.isEmpty ? "the check ended with \(last.exitCode)" : output
        }
        if state.wasOOMKilled { return "out of memory" }
        return state.error.isEmpty ? nil : state.error
    }

    /// The state for people, such as `exited (137, out of memory)`.
    package var stateText: String {
        let notes = [exitCode.map(String.init), health == nil ? reason.map(Self.brief) : nil].compactMap(\.self)
        let words = notes.isEmpty ? state : "\(state) (\(notes.joined(separator: ", ")))"
        return foreign == true ? "foreign, \(words)" : words
    }

    /// A table's cell is no place for more.
    package static func brief(_ text: String) -> String { text.count > 60 ? "\(text.prefix(59))…" : text }
}
