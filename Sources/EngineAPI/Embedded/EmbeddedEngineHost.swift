import Glibc

/// This machine, as far as it decides how an embedded engine must be set up.
struct EmbeddedEngineHost: Sendable, Hashable {
    /// Whether systemd runs, so that it can manage cgroups.
    var hasSystemd = true
    /// Whether systemd's journal takes log messages.
    var hasJournal = true
    /// Whether some cgroup controllers are of version 1 while a version 2 hierarchy is mounted beside them. crun as
    /// distributions ship it fails there.
    var hasHybridCgroups = false
    /// Whether runc is installed.
    var hasRunc = false
    /// Whether netavark is installed.
    var hasNetavark = false
    /// The hard limits of this process; nil for unlimited.
    var openFiles: UInt64?
    /// Likewise for processes.
    var processes: UInt64?
    /// A program that reaps zombies and forwards signals, for containers that ask for one.
    var initPath: String?

    /// Asks the system.
    static func current(environment: [String: String]) -> EmbeddedEngineHost {
        EmbeddedEngineHost(
            hasSystemd: exists("/run/systemd/system"), hasJournal: exists("/run/systemd/journal/socket"),
            hasHybridCgroups: exists("/sys/fs/cgroup/unified") && exists("/sys/fs/cgroup/memory"),
            hasRunc: Executables.path(of: "runc", environment: environment) != nil,
            hasNetavark: PodmanPrograms.folders.contains { exists("\($0)/netavark") },
            openFiles: hardLimit(RLIMIT_NOFILE), processes: hardLimit(__RLIMIT_NPROC), initPath: initPath(where: exists)
        )
    }

    /// The first program that can be an init process.
    static func initPath(where exists: (String) -> Bool) -> String? {
        (["/usr/bin/catatonit"] + PodmanPrograms.initPaths
            + ["/usr/bin/tini", "/usr/bin/docker-init", "/usr/libexec/docker/docker-init"]).first(where: exists)
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func hardLimit(_ resource: __rlimit_resource) -> UInt64? {
        // RLIM_INFINITY is all ones; its macro does not come through to Swift.
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0, limit.rlim_max != rlim_t.max else {
            return nil
        }
        return UInt64(limit.rlim_max)
    }
}
