public import AgentValues

extension Manifest {
    /// `spec.test`: a command that `aac-runtime test` runs in the agent's container once the project is up; exit code 0 passes.
    public struct Test: Sendable, Hashable {
        /// The program and its arguments.
        public var command: [String]
        /// The longest time that it may take; 5 minutes unless given.
        public var timeout = Duration.seconds(300)

        /// Creates a test.
        public init(command: [String]) { self.command = command }
    }

    /// `spec.storage`: where snapshots and artifacts go.
    public struct Storage: Sendable, Hashable {
        /// `file`, `s3` or a registered provider.
        public var provider: String
        /// The provider's settings, free-form; an object.
        public var config: JSONValue

        /// Creates a storage setting.
        public init(provider: String, config: JSONValue = [:]) {
            self.provider = provider
            self.config = config
        }
    }

    /// `spec.events`: where lifecycle events go.
    public struct Events: Sendable, Hashable {
        /// `log`, `file`, `webhook`, `amqp` or a registered handler.
        public var handler: String
        /// The handler's settings, free-form; an object.
        public var config: JSONValue

        /// Creates an event setting.
        public init(handler: String, config: JSONValue = [:]) {
            self.handler = handler
            self.config = config
        }
    }

    /// `spec.monitoring`.
    public struct Monitoring: Sendable, Hashable {
        /// `metrics`: the agent's own metrics.
        public struct Metrics: Sendable, Hashable {
            /// Whether the agent serves metrics in the Prometheus text format.
            public var prometheus = false
            /// The URL path of the metrics.
            public var path = "/metrics"
            /// The time between two scrapes.
            public var scrapeInterval: Duration = .seconds(15)

            /// No metrics.
            public init() {}
        }

        /// The agent's own metrics.
        public var metrics = Metrics()

        /// No metrics.
        public init() {}
    }

    /// One entry of `spec.secrets`.
    public struct Secret: Sendable, Hashable {
        /// Where the secret's value comes from.
        public enum Source: Sendable, Hashable {
            /// `from: env`: the host's variable `key` (`envKey`, else the secret's name).
            case hostEnvironment(key: String)
            /// `from: file`: the file at `path`, relative to the manifest.
            case file(path: String)
            /// `from: exec`: what the program `command` prints.
            case exec(command: [String])
        }

        /// The secret's name.
        public var name: String
        /// Where its value comes from.
        public var source: Source

        /// Creates a secret.
        public init(name: String, source: Source) {
            self.name = name
            self.source = source
        }
    }
}

extension Manifest.Test {
    /// The keys of `spec.test`.
    static let fields: [Field<Self>] = [
        .required(
            "command", .program, "The program with its arguments; exit code 0 passes.",
            hint: "such as 'command: [./check]'"
        ) { $0.command = $1 },
        Field("timeout", .positiveDuration, "How long it may take.", default: "5m") { $0.timeout = $1 },
    ]
}

extension Manifest.Storage {
    /// The keys of `spec.storage`.
    static let fields: [Field<Self>] = [
        .required("provider", .text, "file, s3, or a registered one.", hint: "file, s3 or a registered one") {
            $0.provider = $1
        },
        Field("config", .object, "Settings for it.") { $0.config = $1 },
    ]
}

extension Manifest.Events {
    /// The keys of `spec.events`.
    static let fields: [Field<Self>] = [
        .required(
            "handler", .text, "log, file, webhook, amqp, or a registered one.",
            hint: "log, file, webhook, amqp or a registered one"
        ) { $0.handler = $1 },
        Field("config", .object, "Settings for it.") { $0.config = $1 },
    ]
}

extension Manifest.Monitoring {
    /// The keys of `spec.monitoring`.
    static let fields: [Field<Self>] = [
        Field(
            "metrics", .section(Metrics(), Metrics.fields), "The agent's own metrics.",
            support: .pending("the agent's metrics are not collected")
        ) { $0.metrics = $1 },
        .together(.draft("prometheus", "the key is 'spec.monitoring.metrics.prometheus'")),
        .together(.draft("logging")), .together(.draft("tracing")),
    ]
}

extension Manifest.Monitoring.Metrics {
    /// The keys of `spec.monitoring.metrics`.
    static let fields: [Field<Self>] = [
        Field("prometheus", .boolean, "Whether they are in Prometheus' format.", default: false) { $0.prometheus = $1 },
        Field("path", .urlPath, "Their path.", default: "/metrics") { $0.path = $1 },
        Field("scrape_interval", .positiveDuration, "How often they are collected.", default: "15s") {
            $0.scrapeInterval = $1
        },
    ]
}

extension Manifest.Secret {
    /// The keys of an item of `spec.secrets`.
    static let keys: [KeyDeclaration] = [
        .required("name", .matching(#"^(?!\.{1,2}$)[A-Za-z0-9._-]+$"#), "The secret's name, and its file's."),
        .required(
            "from", .words(["env", "file", "exec", "kubernetes-secret"]),
            "Where its value comes from: a variable of the host, a file, or what a program prints."),
        KeyDeclaration("envKey", .text, "The host's variable; the secret's name unless given."),
        KeyDeclaration("path", .text, "The file, from the manifest's folder."),
        KeyDeclaration("secretName", .text, "The name in Kubernetes."),
        KeyDeclaration("secretKey", .text, "The key in Kubernetes."),
        KeyDeclaration("command", .defined(.program), "The program with its arguments."),
    ]
}
