public import AgentValues

extension Manifest {
    /// `spec.network`.
    public struct Network: Sendable, Hashable {
        /// Which network the container joins.
        public enum Mode: Sendable, Hashable, CustomStringConvertible {
            /// The project's own network.
            case bridge
            /// The host's network, without isolation.
            case host
            /// No network.
            case none
            /// An existing network of the engine.
            case named(String)

            /// As written in a manifest.
            public var description: String {
                switch self {
                case .bridge: "bridge"
                case .host: "host"
                case .none: "none"
                case .named(let name): name
                }
            }
        }

        /// `network.security`: where the agent may connect to.
        public struct Security: Sendable, Hashable {
            /// Whether connections to the outside are allowed; nil when not written.
            public var allowExternalConnections: Bool?
            /// The hosts that are allowed, whatever the above says.
            public var allowedHosts: [String] = []

            /// Nothing written.
            public init() {}
        }

        /// Which network the container joins; nil when not written, which means `bridge`.
        public var mode: Mode?
        /// Addresses of DNS servers.
        public var dns: [String] = []
        /// Further DNS names of the agent on its network.
        public var aliases: [String] = []
        /// `egress`: where the agent may connect to, free-form.
        public var egress: JSONValue?
        /// `security`: where the agent may connect to.
        public var security: Security?

        /// The project's own network.
        public init() {}
    }
}

extension Manifest.Network {
    /// The keys of `spec.network`.
    static let fields: [Field<Self>] = [
        Field(
            "mode", .networkMode, "The project's own network (bridge), the host's, none, or a network of that name."
        ) { $0.mode = $1 },
        Field("dns", .addresses, "Name servers.") { $0.dns = $1 },
        Field("aliases", .hostNames, "Further names by which others on the network reach the agent.") {
            $0.aliases = $1
        },
        Field("egress", .anything, "Where the agent may connect to.", support: isOpen) { $0.egress = $1 },
        Field(
            "security", .section(Security(), Security.fields), "Where the agent may connect to.", support: isOpen
        ) { $0.security = $1 },
        .together(.draft("ingress", "publish ports with 'spec.ports'")),
        .together(.draft("ports", "publish ports with 'spec.ports'")),
    ]

    private static let isOpen = KeyDeclaration.Support.pending("the agent can connect to every host")
}

extension Manifest.Network.Security {
    /// The keys of `spec.network.security`.
    static let fields: [Field<Self>] = [
        Field("allowExternalConnections", .boolean, "Whether anywhere.") { $0.allowExternalConnections = $1 },
        Field("allowedHosts", .texts, "The hosts.") { $0.allowedHosts = $1 },
    ]
}
