import AgentValues

extension Manifest {
    /// One entry of `spec.ports`: a published port.
    public struct Port: Sendable, Hashable {
        /// The transport protocol.
        public enum TransportProtocol: String, Sendable, Hashable, Codable, CaseIterable {
            /// TCP.
            case tcp
            /// UDP.
            case udp
        }

        /// The port in the container, 1 to 65535.
        public var container: Int
        /// The port on the host, 1 to 65535; 0 means any free one. The container's port unless written.
        public var host: Int
        /// The transport protocol.
        public var transport: TransportProtocol
        /// The host's address to listen on.
        public var hostIP: String

        /// Creates a port; `host` is the container's port unless given.
        public init(
            container: Int, host: Int? = nil, transport: TransportProtocol = .tcp, hostIP: String = "127.0.0.1"
        ) {
            self.container = container
            self.host = host ?? container
            self.transport = transport
            self.hostIP = hostIP
        }
    }

    /// One entry of `spec.volumes`: a mount.
    public struct Volume: Sendable, Hashable {
        /// What is mounted.
        public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
            /// A file or folder of the host.
            case bind
            /// A named volume of the engine.
            case volume
            /// A file system in memory.
            case tmpfs
        }

        /// What is mounted. Unless written: `bind` for a source that starts with `/`, `.` or `~`, else `volume`.
        public var kind: Kind
        /// The host's path as written (relative to the manifest) or the volume's name; nil for `tmpfs`.
        public var source: String?
        /// The absolute path in the container.
        public var target: String
        /// Whether the agent can only read it.
        public var readOnly = false
        /// The largest size of a `tmpfs` in bytes.
        public var size: Int64?
        /// Why a part of the host that agents must not touch is mounted all the same; empty: it is not.
        public var allowUnsafe: [String] = []

        /// Creates a mount that the agent can write to.
        public init(kind: Kind, source: String?, target: String) {
            self.kind = kind
            self.source = source
            self.target = target
        }
    }
}

extension Manifest.Port {
    /// The keys of an item of `spec.ports`.
    static let keys: [KeyDeclaration] = [
        .required("container", .defined(.port), "The port that the agent listens on."),
        KeyDeclaration(
            "host", .integer(0...65535), "The host's port; the same unless given, and 0 takes any free one."),
        KeyDeclaration(
            "protocol", .words(TransportProtocol.allCases.map(\.rawValue)), "The protocol.", default: "tcp"),
        KeyDeclaration(
            "hostIP", .defined(.address), "The host's address; 0.0.0.0 is all of them.", default: "127.0.0.1"),
    ]
}

extension Manifest.Volume {
    /// The keys of an item of `spec.volumes`.
    static let keys: [KeyDeclaration] = [
        KeyDeclaration("source", .text, "A path of the host, from the manifest's folder, or a volume's name."),
        .required("target", .matching(#"^/(?!/*$)(?!(.*/)?\.\.(/|$))"#), "The absolute path in the container."),
        KeyDeclaration("readOnly", .defined(.boolean), "Whether the agent cannot write there.", default: false),
        KeyDeclaration("size", .defined(.memory), "The size of a tmpfs."),
        KeyDeclaration(
            "allowUnsafe", .defined(.reasons),
            "Why a part of the host outside of the manifest's folder is mounted all the same."),
        KeyDeclaration(
            "type", .words(Kind.allCases.map(\.rawValue) + ["configmap"]),
            "The kind of mount; a path is a bind unless given, a name a volume.",
            support: .pendingIf(.isOneOf(["configmap"]), "nothing is mounted there")),
    ]
}
