extension EmbeddedEngine {
    /// The `containers.conf` with which a private Podman works on this host; containers.conf(5).
    package static func settings(environment: [String: String]) -> String {
        ContainersConfiguration(host: .current(environment: environment)).text
    }
}
