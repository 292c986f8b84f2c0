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
