public import AgentValues

/// Everything that is needed to start one container, without a word of any engine.
///
/// It says what the Go tool's `runtime.RunOptions` says, and what an agent needs beyond it. ``Planner`` makes it from a
/// manifest, hooks may change it, ``EngineRuntime`` carries it out.
public struct RunOptions: Sendable, Hashable, Codable {
    /// The image's reference, such as `python:3.11-slim`.
    public var image: String
    /// The published ports.
    public var ports: [PortMapping]
    /// The environment; variables of the image stay unless named here.
    public var environment: [String: String]
    /// Whether the caller returns once the container is ready, instead of staying attached.
    public var detach: Bool
    /// Whether a container that was started and then failed stays, stopped, to be looked at; else nothing is left behind.
    public var keepsFailedContainer: Bool
    /// The container's name.
    public var name: String
    /// The mounts.
    public var volumes: [VolumeMount]
    /// Whether the container has an open standard input.
    public var interactive: Bool
    /// Whether the container's command has a terminal.
    public var terminal: Bool
    /// Replaces the image's entrypoint; nil keeps it.
    public var command: [String]?
    /// Replaces the image's arguments; nil keeps them, unless `command` is given.
    public var arguments: [String]?
    /// The working directory; nil leaves it to the image.
    public var workingDirectory: String?
    /// Whose container it is; its labels are added to `labels`.
    public var identity: AgentIdentity
    /// Further labels.
    public var labels: [String: String]
    /// What the container may use.
    public var resources: ResourceLimits
    /// What its processes may do.
    public var security: SecurityOptions
    /// Its network.
    public var network: NetworkOptions
    /// How readiness is found out; nil: the image's HEALTHCHECK, else running for 300 ms.
    public var readiness: Probe?
    /// The liveness probe: how a supervisor finds out whether the running container still works. Nil: the image's
    /// HEALTHCHECK, or nothing where `readiness` is given. A label of the container holds it.
    public var liveness: Probe?
    /// How long readiness is awaited beyond the probe's start period; 60 s unless given.
    @Seconds public var readinessTimeout: Duration
    /// What the engine does when the command ends.
    public var restart: RestartPolicy
    /// How long the container may live; nil: as long as it likes.
    public var lifetime: Lifetime?
    /// How much output the engine keeps.
    public var logging: LogPolicy
    /// How long the command has to end after SIGTERM before it is killed; 10 s unless given.
    @Seconds public var stopTimeout: Duration
    /// Files of ours that are mounted read-only: the absolute path in the container, and the text.
    public var files: [String: String]
    /// Secrets that the agent gets as files below `/run/secrets`, and some as variables.
    public var secrets: [SecretReference]

    /// Creates options for the only replica of an agent: container `PROJECT-AGENT-1`, a new run, and the defaults for all else.
    ///
    /// - Throws: ``AgentIdentityError`` when a name is not one.
    public init(image: String, project: String, agent: String) throws(AgentIdentityError) {
        let identity = try AgentIdentity(project: project, agent: agent)
        self.init(image: image, name: identity.containerName, identity: identity)
    }

    /// Creates options for an image; all else has the defaults that are documented on the properties.
    public init(image: String, name: String, identity: AgentIdentity) {
        self.image = image
        self.name = name
        self.identity = identity
        ports = []
        environment = [:]
        detach = false
        keepsFailedContainer = false
        volumes = []
        interactive = false
        terminal = false
        labels = [:]
        resources = .standard
        security = SecurityOptions()
        network = NetworkOptions()
        readinessTimeout = .seconds(60)
        restart = .no
        logging = LogPolicy()
        stopTimeout = .seconds(10)
        files = [:]
        secrets = []
    }

    /// The labels of the container: ours, the further ones, the digest of what was asked for, and the liveness probe.
    /// Labels of ours without a value are set to an empty text, so that the container does not inherit the image's.
    ///
    /// - Parameter configHash: the digest of what was asked for, where hooks have changed it since; nil: that of these options.
    public func allLabels(configHash: String? = nil) -> [String: String] {
        var all = Dictionary(uniqueKeysWithValues: AgentIdentity.Label.ofContainers.map { ($0, "") })
        all.merge(labels) { $1 }
        all.merge(identity.labels) { $1 }
        all[AgentIdentity.Label.configHash] = configHash ?? self.configHash
        if let liveness { all[AgentIdentity.Label.liveness] = liveness.labelText }
        return all
    }
}
