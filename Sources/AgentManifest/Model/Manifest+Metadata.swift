public import AgentValues

extension Manifest {
    /// `metadata`: the agent's name and what describes it.
    public struct Metadata: Sendable, Hashable {
        /// The agent's name: `[a-z0-9]([-a-z0-9]*[a-z0-9])?`, at most 63 characters.
        public var name: String
        /// The agent's version, the default tag of its image.
        public var version: String?
        /// What the agent is for.
        public var description: String?
        /// Who made it.
        public var author: String?
        /// Words to find it by.
        public var tags: [String] = []
        /// Labels put on everything that is created for the agent.
        public var labels: [String: String] = [:]

        /// Creates metadata with a name only.
        public init(name: String) { self.name = name }
    }

    /// `spec.runtime`: `NAME` or `NAME:VERSION`.
    public struct Runtime: Sendable, Hashable, CustomStringConvertible {
        /// The runtime definition's name: `python`, `nodejs`, `go`, `rust`, `java` or a registered one.
        public var name: String
        /// The version behind the colon, such as `3.11`; nil for the definition's default.
        public var version: String?

        /// Creates a reference to a runtime definition.
        public init(name: String, version: String? = nil) {
            self.name = name
            self.version = version
        }

        /// `NAME` or `NAME:VERSION`.
        public var description: String { version.map { "\(name):\($0)" } ?? name }
    }

    /// `spec.build`: how to build the agent's image.
    public struct Build: Sendable, Hashable {
        /// The folder sent to the engine, relative to the manifest.
        public var context = "."
        /// The Dockerfile, relative to the context; nil for `Dockerfile`, or one made from the runtime definition.
        public var dockerfile: String?
        /// The stage to build; nil for the last.
        public var target: String?
        /// Build arguments.
        public var arguments: [String: String] = [:]

        /// Creates a build of the manifest's folder.
        public init() {}
    }

    /// `spec.model`: the model that the agent uses.
    public struct Model: Sendable, Hashable {
        /// The provider's name, such as `openai`.
        public var provider: String
        /// The model's name at the provider, such as `gpt-4`.
        public var name: String
        /// The provider's settings, free-form; an object.
        public var config: JSONValue

        /// Creates a model reference.
        public init(provider: String, name: String, config: JSONValue = [:]) {
            self.provider = provider
            self.name = name
            self.config = config
        }
    }
}

extension Manifest.Metadata {
    /// The keys of `metadata`.
    static let fields: [Field<Self>] = [
        .required(
            "name", .agentName, "The agent's name: of its container, and by which the agents of the project reach it.",
            hint: "such as 'name: my-agent'"
        ) { $0.name = $1 },
        Field("version", .agentVersion, "The agent's version; the tag of its image.") { $0.version = $1 },
        Field("description", .written, "What the agent is for, for people.") { $0.description = $1 },
        Field("author", .written, "Who wrote the agent, for people.") { $0.author = $1 },
        Field("tags", .texts, "Words to find the agent by.") { $0.tags = $1 },
        Field(
            "labels", .labels, "Labels of the container; those that begin with dev.agent. are reserved."
        ) { $0.labels = $1 },
    ]
}

extension Manifest.Build {
    /// The keys of `spec.build`.
    static let fields: [Field<Self>] = [
        Field("context", .text, "The folder that the build gets.", default: ".") { $0.context = $1 },
        Field("dockerfile", .text, "The Dockerfile, from the context.") { $0.dockerfile = $1 },
        Field("target", .text, "The stage to build; the last one unless given.") { $0.target = $1 },
        Field("args", .textMap, "Build arguments.") { $0.arguments = $1 },
    ]
}

extension Manifest.Model {
    /// The keys of `spec.model`.
    static let fields: [Field<Self>] = [
        .required("provider", .text, "Who serves the model.", hint: "such as 'provider: openai'") { $0.provider = $1 },
        .required("name", .text, "The model's name.", hint: "such as 'name: gpt-4'") { $0.name = $1 },
        Field("config", .object, "Settings for the model's provider.") { $0.config = $1 },
    ]
}
