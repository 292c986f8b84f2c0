import Glibc

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
