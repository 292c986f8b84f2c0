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
