import HTTPTypes

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

/// Who answered a ping.
struct EngineIdentity: Sendable, Hashable {
    var kind: EngineKind
    var serverVersion: String?
    /// The newest version the engine speaks.
    var apiVersion: APIVersion
    /// Whether the engine has BuildKit, and its configuration does not say `"features": {"buildkit": false}`.
    var hasBuildKit: Bool

    /// Reads the headers of `GET /_ping`; nil when this is no engine.
    init?(_ head: HTTPResponse) {
        guard let version = head.headerFields[.apiVersion].flatMap(APIVersion.init) else { return nil }
        apiVersion = version
        kind = head.headerFields[.libpodAPIVersion] == nil ? .docker : .podman
        // Every Docker since 19.03 has it, but for Windows containers; the version header is missing before 23.0.
        let builder = head.headerFields[.builderVersion]
        hasBuildKit = kind == .docker && builder != "1" && head.headerFields[.osType] != "windows"
        // `Docker/20.10.24 (linux)` and `Libpod/4.3.1 (linux)`.
        serverVersion = head.headerFields[.server].flatMap { server in
            server.split(separator: "/", maxSplits: 1).dropFirst().first?.split(separator: " ").first.map(String.init)
        }
    }
}

extension HTTPField.Name {
    fileprivate static let apiVersion = known("Api-Version")
    fileprivate static let builderVersion = known("Builder-Version")
    fileprivate static let osType = known("Ostype")
    fileprivate static let libpodAPIVersion = known("Libpod-API-Version")

    /// A header that the library has no constant for. The names here are literals of valid tokens; `server` only stands
    /// in so that no forced unwrapping is needed.
    static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }
}
