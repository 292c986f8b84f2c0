/// The network that a container is attached to.
public struct NetworkOptions: Sendable, Hashable, Codable {
    /// Which network.
    public enum Mode: Sendable, Hashable, Codable {
        /// The engine's own default bridge.
        case engineDefault
        /// A private bridge of the agent's project, made when it is not there.
        case project(name: String)
        /// The host's network; no isolation.
        case host
        /// No network but loopback.
        case none
        /// A network that somebody else made.
        case named(String)

        /// The private bridge of a project, by the name that all of its agents know.
        public static func project(of project: String) -> Self { .project(name: "\(project)_agents") }
    }

    /// Which network.
    public var mode: Mode
    /// Addresses of name servers; empty for the engine's own.
    public var dns: [String]
    /// Further names of the agent on its network.
    public var aliases: [String]

    /// Creates options; without arguments the engine's default bridge.
    public init(mode: Mode = .engineDefault, dns: [String] = [], aliases: [String] = []) {
        self.mode = mode
        self.dns = dns
        self.aliases = aliases
    }
}

extension NetworkOptions.Mode: CustomStringConvertible {
    /// As people read it: `host`, `none`, or the network's name.
    public var description: String {
        switch self {
        case .engineDefault: "bridge"
        case .project(let name): "\(name) (private to the project)"
        case .host: "host"
        case .none: "none"
        case .named(let name): name
        }
    }
}
