/// Which engine answers behind the Engine API; the two differ in details that callers sometimes must know.
public enum EngineKind: String, Sendable, Hashable, Codable, CustomStringConvertible {
    /// Docker Engine (moby).
    case docker
    /// Podman's Docker-compatible API, known by the `Libpod-API-Version` header.
    case podman

    /// The engine's name as people write it: `Docker` or `Podman`.
    public var description: String {
        switch self {
        case .docker: "Docker"
        case .podman: "Podman"
        }
    }
}
