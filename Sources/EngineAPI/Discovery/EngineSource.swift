/// Why an engine was looked for at a place.
public enum EngineSource: Sendable, Hashable, CustomStringConvertible {
    /// It was named in the call: on the command line, `--engine`.
    case named
    /// The variable `AAC_ENGINE`.
    case aacEngine
    /// The variable `DOCKER_HOST`.
    case dockerHost
    /// The current Docker context: the variable `DOCKER_CONTEXT`, or `currentContext` of Docker's `config.json`.
    case dockerContext(name: String)
    /// Docker's socket of the system.
    case dockerSocket
    /// The socket of this user's rootless Docker.
    case rootlessDockerSocket
    /// Podman's socket of the system.
    case podmanSocket
    /// The socket of this user's Podman.
    case userPodmanSocket
    /// A Podman of our own: ``EmbeddedEngine``.
    case embedded

    /// As messages name it: `--engine`, `DOCKER_HOST`, `Docker's socket`.
    public var description: String {
        switch self {
        case .named: "--engine"
        case .aacEngine: "AAC_ENGINE"
        case .dockerHost: "DOCKER_HOST"
        case .dockerContext(let name): "the Docker context '\(name)'"
        case .dockerSocket: "Docker's socket"
        case .rootlessDockerSocket: "rootless Docker's socket"
        case .podmanSocket: "Podman's socket"
        case .userPodmanSocket: "this user's Podman socket"
        case .embedded: "the embedded engine"
        }
    }

    /// Which engine must answer there; nil where any may.
    var expectedKind: EngineKind? {
        switch self {
        case .dockerSocket, .rootlessDockerSocket: .docker
        case .podmanSocket, .userPodmanSocket, .embedded: .podman
        case .named, .aacEngine, .dockerHost, .dockerContext: nil
        }
    }
}
