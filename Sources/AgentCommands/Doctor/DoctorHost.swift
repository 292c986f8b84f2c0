import FoundationEssentials
import Glibc

/// This machine, as far as `doctor` looks at it.
struct DoctorHost: Sendable {
    /// How control groups are mounted.
    enum Cgroups: Sendable, Hashable {
        case legacy, hybrid, unified
    }

    /// Space on a disk, in bytes.
    struct Space: Sendable, Hashable {
        var free: Int64
        var total: Int64
    }

    /// nil where there are none.
    var cgroups: Cgroups?
    /// Podman's network back ends that are installed.
    var networkBackends: [String]
    /// Whether a program is installed.
    var hasProgram: @Sendable (String) -> Bool
    /// The space on the disk of a folder; nil where the folder is not to be seen.
    var space: @Sendable (String) -> Space?
    /// The machine's name.
    var name: String

    /// Asks the system.
    static func current(environment: [String: String]) -> DoctorHost {
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init) + systemFolders
        return DoctorHost(
            cgroups: exists("/sys/fs/cgroup/cgroup.controllers")
                ? .unified : exists("/sys/fs/cgroup/unified") ? .hybrid : exists("/sys/fs/cgroup") ? .legacy : nil,
            networkBackends: [
                ("netavark", ["/usr/lib/podman/netavark", "/usr/libexec/podman/netavark"]),
                ("CNI", ["/usr/lib/cni/bridge", "/opt/cni/bin/bridge", "/usr/libexec/cni/bridge"]),
            ].filter { $0.1.contains(where: exists) }.map(\.0),
            hasProgram: { name in
                name.hasPrefix("/") ? canRun(name) : folders.contains { canRun("\($0)/\(name)") }
            }, space: space, name: ProcessInfo.processInfo.hostName)
    }

    private static let systemFolders = [
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/libexec/podman",
        "/usr/lib/podman", "/usr/libexec/docker", "/usr/lib/docker",
    ]

    @Sendable private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
    @Sendable private static func canRun(_ path: String) -> Bool { access(path, X_OK) == 0 }

    @Sendable private static func space(_ folder: String) -> Space? {
        var status = statvfs()
        guard !folder.isEmpty, statvfs(folder, &status) == 0 else { return nil }
        let block = Int64(clamping: status.f_frsize)
        return Space(
            free: Int64(clamping: status.f_bavail) * block, total: Int64(clamping: status.f_blocks) * block)
    }
}
