import Diagnostics
import Glibc
import HTTPTransport

/// A place to look at.
struct EngineCandidate: Sendable, Hashable {
    var source: EngineSource
    /// nil for the embedded engine.
    var address: EngineAddress?
    /// The kind that the user asked for by its word.
    var wantedKind: EngineKind?

    func accepts(_ kind: EngineKind) -> Bool { wantedKind == nil || wantedKind == kind }

    func wrongKind(_ kind: EngineKind) -> EngineError {
        EngineError(
            .notAnEngine, "use \(source)", message: "\(kind) answers there, not \(wantedKind.map { "\($0)" } ?? "it")")
    }
}

extension EngineDiscovery {
    /// The places to look at, in order, and whether they are the user's choice.
    func candidates() throws -> (candidates: [EngineCandidate], isChoice: Bool) {
        if let named, !named.isEmpty { return (try chosen(named, by: .named), true) }
        if let named = environment["AAC_ENGINE"], !named.isEmpty { return (try chosen(named, by: .aacEngine), true) }
        if let address = try EngineAddress(environment: environment) {
            return ([EngineCandidate(source: .dockerHost, address: address)], true)
        }
        if let context = try DockerContext.current(environment: environment) {
            return ([EngineCandidate(source: .dockerContext(name: context.name), address: context.address)], true)
        }
        let embedded = allowsEmbedded ? [EngineCandidate(source: .embedded)] : []
        return (places.docker + places.podman + embedded, false)
    }

    /// The places that a word or an address means.
    private func chosen(_ text: String, by source: EngineSource) throws -> [EngineCandidate] {
        switch text {
        case "docker":
            return places.docker.map { EngineCandidate(source: $0.source, address: $0.address, wantedKind: .docker) }
        case "podman":
            return places.podman.map { EngineCandidate(source: $0.source, address: $0.address, wantedKind: .podman) }
        case "embedded": return [EngineCandidate(source: .embedded)]
        default:
            guard text.contains("/") else {
                let similar = nearest(to: text, among: ["docker", "podman", "embedded"])
                throw EngineError(
                    .invalidAddress, "use '\(text)' from \(source)",
                    message: "it is neither docker, podman nor embedded, and not an address",
                    hint: similar.map { "did you mean '\($0)'?" }
                        ?? "write a socket's path, unix:///path/to/socket or tcp://host:port")
            }
            let address = try EngineAddress(parsing: text, tls: TLSConfiguration(environment: environment))
            return [EngineCandidate(source: source, address: address)]
        }
    }
}

/// The sockets that engines have when nobody says otherwise.
struct StandardPlaces: Sendable, Hashable {
    /// Docker's, the system's before the user's.
    var docker: [EngineCandidate]
    /// Podman's, the system's before the user's.
    var podman: [EngineCandidate]

    /// The usual ones for this user.
    init(environment: [String: String]) {
        let runtime = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/run/user/\(getuid())"
        self.init(systemFolder: "", runtimeFolder: runtime)
    }

    /// Those below two folders.
    init(systemFolder: String, runtimeFolder: String) {
        docker = [
            EngineCandidate(source: .dockerSocket, address: .unix(path: "\(systemFolder)/var/run/docker.sock")),
            EngineCandidate(source: .rootlessDockerSocket, address: .unix(path: "\(runtimeFolder)/docker.sock")),
        ]
        podman = [
            EngineCandidate(source: .podmanSocket, address: .unix(path: "\(systemFolder)/run/podman/podman.sock")),
            EngineCandidate(source: .userPodmanSocket, address: .unix(path: "\(runtimeFolder)/podman/podman.sock")),
        ]
    }
}
