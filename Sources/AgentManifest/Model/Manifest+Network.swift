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
