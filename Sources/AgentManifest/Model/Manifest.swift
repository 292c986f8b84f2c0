public import AgentValues

/// One agent of an `agent.yaml`: a whole document, typed and checked, with every default filled in.
///
/// A value says what the user wrote, not what an engine needs: relative paths are still relative to the manifest's
/// folder, secrets are still names. Create one with ``ManifestLoader``, or by hand in tests.
public struct Manifest: Sendable, Hashable {
    /// `apiVersion`: `agent.dev/v1`.
    public var apiVersion = "agent.dev/v1"
    /// `metadata`: the agent's name and what describes it.
    public var metadata: Metadata
    /// `spec.runtime`: which runtime definition builds and starts the agent.
    public var runtime: Runtime
    /// `spec.image`: the image to run; nothing is built then.
    public var image: String?
    /// `spec.build`: how to build the image from a Dockerfile of the user's own.
    public var build: Build?
    /// `spec.command`: the entrypoint; nil keeps the image's.
    public var command: [String]?
    /// `spec.args`: the arguments of the entrypoint; nil keeps the image's.
    public var arguments: [String]?
    /// `spec.workingDir`: the directory in the container; nil keeps the image's.
    public var workingDirectory: String?
    /// `spec.model`: the model that the agent uses; nil when not written.
    public var model: Model?
    /// `spec.capabilities`: what the agent can do, for people and other agents.
    public var capabilities: [String] = []
    /// `spec.dependencies`: packages for the build, in the runtime's own syntax.
    public var dependencies: [String] = []
    /// `spec.environment`: the agent's environment variables, in their written order, each name once.
    public var environment: [EnvironmentVariable] = []
    /// `spec.env_file`: files with environment variables; a later one wins, and ``environment`` wins over all.
    public var environmentFiles: [EnvironmentFileReference] = []
    /// `spec.ports`: the published ports.
    public var ports: [Port] = []
    /// `spec.volumes`: the mounts, each target once.
    public var volumes: [Volume] = []
    /// `spec.healthCheck` or `spec.healthcheck.readiness`: when the agent counts as ready.
    public var readiness: Probe?
    /// `spec.healthCheck` or `spec.healthcheck.liveness`: when a running agent counts as alive.
    public var liveness: Probe?
    /// `spec.resources`: limits and requests.
    public var resources = Resources()
    /// `spec.restart`: what the engine does when the agent ends; nil when not written.
    public var restart: RestartPolicy?
    /// `spec.lifetime`: how long the agent may live.
    public var lifetime = Lifetime()
    /// `spec.dependsOn`: the agents that must come first.
    public var dependsOn: [Dependency] = []
    /// `spec.scaling`: how many replicas.
    public var scaling = Scaling()
    /// `spec.security`: what the agent may do on the host.
    public var security = Security()
    /// `spec.network`: the agent's network.
    public var network = Network()
    /// `spec.hooks`: programs and registered hooks around the run.
    public var hooks = Hooks()
    /// `spec.storage`: where snapshots and artifacts go.
    public var storage: Storage?
    /// `spec.events`: where lifecycle events go.
    public var events: Events?
    /// `spec.monitoring`: the agent's own metrics.
    public var monitoring: Monitoring?
    /// `spec.config`: the agent's own settings; an object, or nil when not written.
    public var config: JSONValue?
    /// `spec.test`: how the agent is tested; nil when not written.
    public var test: Test?
    /// `spec.secrets`: declared secrets, each name once.
    public var secrets: [Secret] = []
    /// The text that this manifest was read from, for diagnostics.
    public var source = ManifestSource(file: "agent.yaml")

    /// Creates a manifest with the required values; everything else has its default.
    public init(name: String, runtime: Runtime, model: Model? = nil) {
        self.metadata = Metadata(name: name)
        self.runtime = runtime
        self.model = model
    }

    /// The agent's name: `metadata.name`.
    public var name: String { metadata.name }
}
