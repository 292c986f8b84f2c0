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

extension Manifest.Security {
    /// The keys of `spec.security`.
    static let fields: [Field<Self>] =
        context + [
            .together(
                KeyDeclaration(
                    "securityContext", .keys, "The same keys, as Kubernetes nests them.", keys: context.map(\.key))),
            Field("level", .choice("security level"), "How tight the cage is.", default: "baseline") { $0.level = $1 },
            Field("allowUnsafe", .reasons, "Why mounts are allowed that agents must not have.") {
                $0.allowUnsafe = $1
            },
            .together(
                KeyDeclaration("auth_provider", .text, "Who says who calls the agent.", support: isOpen)),
            .together(KeyDeclaration("config", .free, "Settings for it.", support: isOpen)),
        ]

    private static let isOpen = KeyDeclaration.Support.pending("nobody is asked who calls the agent")

    /// The keys that may stand in `security` or in `securityContext`.
    static let context: [Field<Self>] = [
        Field("runAsUser", .account("user"), "The user; the image's unless given.") { $0.runAsUser = $1 },
        Field("runAsGroup", .account("group"), "The group; the user's unless given.") { $0.runAsGroup = $1 },
        Field("runAsNonRoot", .boolean, "Whether root is refused.") { $0.runAsNonRoot = $1 },
        Field("readOnlyRootFilesystem", .boolean, "Whether nothing but the mounts can be written to.") {
            $0.readOnlyRootFilesystem = $1
        },
        Field("noNewPrivileges", .boolean, "Whether no program can gain privileges (setuid).") {
            $0.noNewPrivileges = $1
        },
        Field(
            "capabilities",
            .section(Capabilities(), Capabilities.fields, hint: "such as 'capabilities: {drop: [ALL]}'"),
            "Capabilities of the kernel."
        ) { $0.capabilities = $1 },
        Field(
            "seccomp", .seccomp,
            "Which system calls the agent may make: a profile of ours, a file, or a profile written out."
        ) { $0.seccomp = $1 },
    ]
}

extension Manifest.Security.Capabilities {
    /// The keys of `spec.security.capabilities`.
    static let fields: [Field<Self>] = [
        Field("drop", .capabilities, "Those that go; ALL for every one.") { $0.drop = $1 },
        Field("add", .capabilities, "Those that come back.") { $0.add = $1 },
    ]
}
