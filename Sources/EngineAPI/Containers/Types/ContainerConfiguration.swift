/// What a container is to run. A nil field leaves the choice to the image or the engine.
///
/// Given to ``ContainerEndpoints/create(_:name:platform:)``, and found again in ``ContainerInspection/configuration``.
public struct ContainerConfiguration: Sendable, Hashable, Codable {
    /// The image's reference or id.
    public var image: String
    /// The command, or the arguments of the entrypoint.
    public var command: [String]?
    /// The program to start; empty clears the image's.
    public var entrypoint: [String]?
    /// `NAME=value` each; a `NAME` alone removes the image's variable.
    public var environment: [String]?
    /// Labels.
    public var labels: [String: String]?
    /// The working directory.
    public var workingDirectory: String?
    /// `user`, `user:group`, or numbers of both.
    public var user: String?
    /// Whether the container has a terminal; its output then has no frames.
    public var hasTerminal: Bool?
    /// Whether standard input stays open.
    public var opensStandardInput: Bool?
    /// Whether standard input closes after the first client that attached has left.
    public var closesStandardInputOnce: Bool?
    /// Whether standard input can be attached to.
    public var attachesStandardInput: Bool?
    /// Whether standard output can be attached to.
    public var attachesStandardOutput: Bool?
    /// Whether standard error can be attached to.
    public var attachesStandardError: Bool?
    /// The signal that asks it to stop; SIGTERM when nil.
    public var stopSignal: String?
    /// Seconds from that signal to SIGKILL; 10 when nil.
    public var stopTimeout: Int?
    /// Ports it says it listens on.
    public var exposedPorts: ExposedPorts?
    /// The engine's own health check.
    public var healthCheck: HealthCheckConfiguration?
    /// The host name inside.
    public var hostname: String?
    /// The domain name inside.
    public var domainName: String?
    /// Whether it has no network at all.
    public var networkDisabled: Bool?
    /// What it may use of its host, and how; only sent, never found in ``ContainerInspection/configuration``.
    public var host: HostConfiguration?
    /// How it joins networks; only sent.
    public var networking: NetworkingConfiguration?

    /// Creates a configuration; set what else it needs on the value.
    public init(
        image: String, command: [String]? = nil, entrypoint: [String]? = nil, environment: [String]? = nil,
        labels: [String: String]? = nil, host: HostConfiguration? = nil, networking: NetworkingConfiguration? = nil
    ) {
        self.image = image
        self.command = command
        self.entrypoint = entrypoint
        self.environment = environment
        self.labels = labels
        self.host = host
        self.networking = networking
    }

    enum CodingKeys: String, CodingKey {
        case image = "Image"
        case command = "Cmd"
        case entrypoint = "Entrypoint"
        case environment = "Env"
        case labels = "Labels"
        case workingDirectory = "WorkingDir"
        case user = "User"
        case hasTerminal = "Tty"
        case opensStandardInput = "OpenStdin"
        case closesStandardInputOnce = "StdinOnce"
        case attachesStandardInput = "AttachStdin"
        case attachesStandardOutput = "AttachStdout"
        case attachesStandardError = "AttachStderr"
        case stopSignal = "StopSignal"
        case stopTimeout = "StopTimeout"
        case exposedPorts = "ExposedPorts"
        case healthCheck = "Healthcheck"
        case hostname = "Hostname"
        case domainName = "Domainname"
        case networkDisabled = "NetworkDisabled"
        case host = "HostConfig"
        case networking = "NetworkingConfig"
    }
}

extension KeyedDecodingContainer where Key == ContainerConfiguration.CodingKeys {
    /// Lets `image` be missing, as newer engines leave it out of an image's configuration: the synthesized decoder takes this
    /// overload for it, the only field that is not optional.
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try decodeIfPresent(type, forKey: key) ?? "" }
}
