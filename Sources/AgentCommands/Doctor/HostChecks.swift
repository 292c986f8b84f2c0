/// This machine judged, whatever engine answers. Pure.
struct HostChecks: Sendable {
    let host: DoctorHost
    /// Whether an engine was found.
    let hasEngine: Bool

    var findings: [Finding] { [tools] }

    private var tools: Finding {
        let clients = ["docker", "podman"].filter(host.hasProgram)
        let runtimes = ["crun", "runc"].filter(host.hasProgram)
        let found = clients + runtimes
        let text = found.isEmpty ? "none of docker, podman, crun and runc are installed" : found.joined(separator: ", ")
        if clients.contains("podman") {
            guard !runtimes.isEmpty else {
                return .warn(
                    "tools", "\(text), but no OCI runtime for an embedded engine", remedy: "install crun or runc")
            }
            return .ok("tools", "\(text): podman can be started as an embedded engine when nothing answers")
        }
        let remedy = "install podman, and an engine is started where none runs (Debian: sudo apt-get install podman)"
        return hasEngine ? .ok("tools", text) : .fail("tools", text, remedy: remedy)
    }
}
