import AgentRuntime

/// The Go tool's `runtime.ContainerInfo`, whose JSON is what Go's `encoding/json` writes, byte for byte.
struct GoContainerInfo: Sendable, Hashable {
    /// Its `runtime.PortMapping`: ports are text, and there is no address.
    struct Port: Sendable, Hashable {
        var host: String
        var container: String
        var `protocol`: String

        init(_ port: PortMapping) {
            host = String(port.host)
            container = String(port.container)
            `protocol` = port.protocol.rawValue
        }
    }

    /// The engine's id.
    var id: String
    /// The container's name.
    var name: String
    /// The published ports; empty is Go's nil slice.
    var ports: [Port]

    /// A container as a list shows it. What is published on several addresses is one port, since Go's type has no address.
    init(_ container: ContainerInfo) {
        id = container.id.rawValue
        name = container.name
        ports = container.ports.map(Port.init).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// A container that was just started.
    ///
    /// - Parameter asked: the ports in the order in which they were asked for, which Go keeps; where the engine was to choose,
    ///   the container says what it chose.
    init(_ container: ContainerInfo, asked: [PortMapping]) {
        self.init(container)
        var chosen = container.ports.filter { port in !asked.contains { $0.host == port.host && $0.serves(port) } }
        ports = asked.map { port in
            guard port.host == 0, let place = chosen.firstIndex(where: port.serves) else { return Port(port) }
            return Port(chosen.remove(at: place))
        }
    }

    /// As `json.Marshal` writes it.
    var json: String {
        let list = ports.map { port in
            "{\"Host\":\(GoJSON.string(port.host)),\"Container\":\(GoJSON.string(port.container)),"
                + "\"Protocol\":\(GoJSON.string(port.protocol))}"
        }
        let slice = list.isEmpty ? "null" : "[\(list.joined(separator: ","))]"
        return "{\"ID\":\(GoJSON.string(id)),\"Name\":\(GoJSON.string(name)),\"Ports\":\(slice)}"
    }
}

extension [GoContainerInfo] {
    /// As `json.Marshal` writes a slice that is not nil.
    var json: String { "[\(map(\.json).joined(separator: ","))]" }
}

extension PortMapping {
    /// Whether both are about the same port of the container.
    fileprivate func serves(_ other: PortMapping) -> Bool {
        container == other.container && self.protocol == other.protocol
    }
}
