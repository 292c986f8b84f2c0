import AgentRuntime
import AgentValues
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
    /// `starting`, `healthy` or `unhealthy`, where the agent has a probe or the engine checks.
    var health: String?
    /// Why it is not healthy, or why it ended or did not start, where that is known.
    var reason: String?
    var restarts: Int
    /// 100 is one whole CPU; nil where it was not measured.
    var cpuPercent: Double?
    /// Bytes, without the page cache that can be had back; nil where it was not measured.
    var memory: UInt64?
    /// Bytes; nil without a limit, and where it was not measured.
    var memoryLimit: UInt64?
    var ports: [Port]
    var created: EngineTime?
    var started: EngineTime?
    /// When its time is over, where its lifetime is bounded.
    var expires: EngineTime?
    var image: String
    var version: String?
    var container: String
    var id: String
    /// Whether it only has its image's labels, and is left alone.
    var foreign: Bool?

    init(
        _ container: AgentContainer, _ inspection: ContainerInspection, usage: AgentUsage? = nil,
        health found: AgentHealth? = nil
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
        ports = ContainerInfo(inspection).ports.map {
            Port(address: $0.hostIP, container: $0.container, host: $0.host, protocol: $0.protocol.rawValue)
        }
        created = inspection.created
        started = state.startedAt
        expires = Lease(labels: inspection.configuration.labels ?? [:])?.expires
        image = inspection.configuration.image
        self.container = inspection.name
        if container.isForeign { foreign = true }
        id = inspection.id
    }

    /// Inspects containers, some at a time; those that are gone meanwhile are left out.
    ///
    /// - Parameters:
    ///   - measuring: whether what the running ones use is measured too.
    ///   - probing: whether the running ones are asked whether they are alive.
    static func inspect(
        _ containers: [AgentContainer], on engine: EngineClient, measuring: Bool, probing: Bool
    ) async throws -> [AgentStatus] {
        let found = try await containers.concurrently { container -> (AgentContainer, ContainerInspection)? in
            do {
                let inspection = try await engine.containers.inspect(container.id)
                return (container, inspection)
            } catch let error as EngineError where error.code == .notFound {
                return nil
            }
        }.compactMap(\.self)
        async let health = found.concurrently {
            try await probing && !$0.0.isForeign ? AgentHealth(asking: $0.1, on: engine) : nil
        }
        let usage = measuring ? try await AgentUsage.measure(found.map(\.1), on: engine) : found.map { _ in nil }
        return zip(zip(found, usage), try await health).map { AgentStatus($0.0.0, $0.0.1, usage: $0.1, health: $1) }
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
    var stateText: String {
        let notes = [exitCode.map(String.init), health == nil ? reason.map(Self.brief) : nil].compactMap(\.self)
        let words = notes.isEmpty ? state : "\(state) (\(notes.joined(separator: ", ")))"
        return foreign == true ? "foreign, \(words)" : words
    }

    /// The health for people, such as `unhealthy: connection refused`.
    var healthText: String {
        guard let health else { return "" }
        return reason.map { "\(health): \(Self.brief($0))" } ?? health
    }

    /// The memory for people, such as `12.3Mi / 64.0Mi`.
    var memoryText: String {
        [memory, memory == nil ? nil : memoryLimit].compactMap(\.self)
            .map { Quantity.approximate(Int64(clamping: $0)) }.joined(separator: " / ")
    }

    /// A table's cell is no place for more.
    private static func brief(_ text: String) -> String { text.count > 60 ? "\(text.prefix(59))…" : text }

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
