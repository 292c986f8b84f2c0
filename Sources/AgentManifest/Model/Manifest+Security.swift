public import AgentValues

extension Manifest {
    /// `spec.security`, with the keys of `spec.security.securityContext` merged in.
    public struct Security: Sendable, Hashable {
        /// A named set of defaults.
        public enum Level: String, Sendable, Hashable, Codable, CaseIterable {
            /// Safe and compatible with most images.
            case baseline
            /// As tight as an unprivileged program can stand.
            case restricted
            /// No protection.
            case privileged
        }

        /// The seccomp profile.
        public enum Seccomp: Sendable, Hashable {
            /// The engine's own.
            case `default`
            /// A tighter one of ours.
            case strict
            /// None.
            case unconfined
            /// A file with an Engine JSON profile, relative to the manifest.
            case file(String)
            /// A profile written in the manifest.
            case inline(JSONValue)
        }

        /// Linux capabilities, upper case without `CAP_`; `ALL` means every one.
        public struct Capabilities: Sendable, Hashable {
            /// Taken from the engine's default set.
            public var drop: [String] = []
            /// Added to it.
            public var add: [String] = []

            /// The engine's default set.
            public init() {}
        }

        /// Who may call the agent through the HTTP API.
        public struct Authentication: Sendable, Hashable {
            /// `auth_provider`: the provider's name.
            public var provider: String
            /// `config`: its settings, free-form; an object.
            public var config: JSONValue

            /// Creates an authentication setting.
            public init(provider: String, config: JSONValue = [:]) {
                self.provider = provider
                self.config = config
            }
        }

        /// The named set of defaults; nil when not written, which means `baseline`.
        public var level: Level?
        /// The user that the agent runs as: a number or a name of the image; nil keeps the image's.
        public var runAsUser: String?
        /// The group: a number or a name of the image; nil keeps the image's.
        public var runAsGroup: String?
        /// Whether running as user 0 is refused.
        public var runAsNonRoot: Bool?
        /// Whether the container's own file system can only be read.
        public var readOnlyRootFilesystem: Bool?
        /// Linux capabilities.
        public var capabilities = Capabilities()
        /// Whether setuid programs gain nothing.
        public var noNewPrivileges: Bool?
        /// The seccomp profile; nil when not written.
        public var seccomp: Seccomp?
        /// Why the host's own parts may be handed over (host network, host folders, capabilities beyond the level); empty: they may not.
        public var allowUnsafe: [String] = []
        /// Who may call the agent through the HTTP API.
        public var authentication: Authentication?

        /// Nothing written.
        public init() {}
    }
}
