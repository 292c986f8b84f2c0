import AgentRuntime
import EngineAPI

/// How one container of an agent does. Its JSON is the result of `ps`.
struct AgentStatus: Sendable, Encodable {
    /// A published port.
    struct Port: Sendable, Encodable {
        var address: String
        var container: Int
        var host: Int
        var `protocol`: String
    }

    var project: String
    var agent: String
    var replica: Int
    /// The engine's word, such as `running`.
    var state: String
    /// Only of a container that ended.
    var exitCode: Int?
    /// Whether the kernel ended it for want of memory.
    var outOfMemory: Bool?
    /// `starting`, `healthy` or `unhealthy`, where the engine checks.
    var health: String?
    var restarts: Int
    var ports: [Port]
    var created: EngineTime?
    var started: EngineTime?
    var image: String
    var version: String?
    var container: String
    var id: String

    init(_ container: AgentContainer, _ inspection: ContainerInspection) {
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
        health = state.isRunning ? state.health?.status.rawValue : nil
        restarts = inspection.restartCount
        ports = ContainerInfo(inspection).ports.map {
            Port(address: $0.hostIP, container: $0.container, host: $0.host, protocol: $0.protocol.rawValue)
        }
        created = inspection.created
        started = state.startedAt
        image = inspection.configuration.image
        self.container = inspection.name
        id = inspection.id
    }

    /// Inspects containers, some at a time; those that are gone meanwhile are left out.
    static func inspect(_ containers: [AgentContainer], on engine: EngineClient) async throws -> [AgentStatus] {
        try await containers.concurrently { container -> AgentStatus? in
            do {
                return AgentStatus(container, try await engine.containers.inspect(container.id))
            } catch let error as EngineError where error.code == .notFound {
                return nil
            }
        }.compactMap(\.self)
    }

    /// The state for people, such as `exited (137, out of memory)`.
    var stateText: String {
        guard let exitCode else { return state }
        return "\(state) (\(exitCode)\(outOfMemory == true ? ", out of memory" : ""))"
    }

    /// The ports for people, one after the other.
    var portsText: String {
        ports.map { port in
            let address = port.address.contains(":") ? "[\(port.address)]" : port.address
            return "\(address):\(port.host)->\(port.container)/\(port.protocol)"
        }.joined(separator: ", ")
    }

    /// How long ago the container was created.
    func age(at now: EngineTime) -> String { created.map { (now - $0).age } ?? "" }
}
