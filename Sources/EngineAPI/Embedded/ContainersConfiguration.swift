/// The `containers.conf` of an embedded engine: what makes Podman work where its defaults do not.
struct ContainersConfiguration: Sendable, Hashable {
    /// What it is made for.
    var host: EmbeddedEngineHost

    /// Podman lowers its own limit of processes to this, and the OCI runtime may not raise it again.
    static let mostProcesses: UInt64 = 32768
    /// Podman's own default for open files.
    static let mostOpenFiles: UInt64 = 1_048_576

    /// The file, in TOML.
    var text: String {
        let files = min(host.openFiles ?? .max, Self.mostOpenFiles)
        let processes = min(host.processes ?? .max, Self.mostProcesses)
        var containers = ["default_ulimits = [\"nofile=\(files):\(files)\", \"nproc=\(processes):\(processes)\"]"]
        var engine: [String] = []
        var network: [String] = []
        if let path = host.initPath {
            // The key moved between Podman versions; the other one is ignored.
            containers.append("init_path = \"\(path)\"")
            engine.append("init_path = \"\(path)\"")
        }
        if !host.hasJournal {
            containers.append("log_driver = \"k8s-file\"")
            engine.append("events_logger = \"file\"")
        }
        if !host.hasSystemd { engine.append("cgroup_manager = \"cgroupfs\"") }
        if host.hasHybridCgroups, host.hasRunc { engine.append("runtime = \"runc\"") }
        if host.hasNetavark { network.append("network_backend = \"netavark\"") }
        return [("containers", containers), ("engine", engine), ("network", network)]
            .map { name, lines in "[\(name)]\n" + lines.map { "\($0)\n" }.joined() }.joined(separator: "\n")
    }
}

extension EmbeddedEngine {
    /// The `containers.conf` with which a private Podman works on this host; containers.conf(5).
    package static func settings(environment: [String: String]) -> String {
        ContainersConfiguration(host: .current(environment: environment)).text
    }
}
