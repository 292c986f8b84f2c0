public import Diagnostics

/// Ports of the host that a container wants are taken.
public struct PortTaken: ReportableError {
    /// One of them.
    public struct Port: Sendable, Hashable {
        /// What was wanted.
        public var port: PortMapping
        /// Who holds it, for people.
        public var holder: String

        /// Creates one.
        public init(port: PortMapping, holder: String) {
            self.port = port
            self.holder = holder
        }

        fileprivate var sentence: String {
            let address = port.hostIP.contains(":") ? "[\(port.hostIP)]" : port.hostIP
            return "port \(address):\(port.host)/\(port.protocol.rawValue) is taken by \(holder)"
        }
    }

    /// The agent's name.
    public var agent: String
    /// The ports; at least one.
    public var ports: [Port]

    /// Creates an error.
    public init(agent: String, ports: [Port]) {
        self.agent = agent
        self.ports = ports
    }

    /// `hook.port-taken`.
    public var reportCode: String { "hook.port-taken" }
    /// The agent and the first port.
    public var summary: String { "\(agent): \(ports.first?.sentence ?? "a port is taken")" }
    /// The other ports.
    public var details: [String] { ports.dropFirst().map(\.sentence) }
    /// What to do.
    public var hint: String? { "stop it, or choose another port in spec.ports; 'host: 0' takes any free one" }
    /// 125, as when the engine finds it out.
    public var exitCode: ExitCode { .engineRefused }
}
