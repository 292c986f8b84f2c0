import FoundationEssentials
import Glibc

/// The Unix sockets that are files of this host. A process that can connect to one can give orders to the service
/// behind it.
enum HostSockets {
    /// Where engines listen unless told otherwise, below the folders for what runs.
    private static let engines = [
        "docker.sock", "podman/podman.sock", "containerd/containerd.sock", "k3s/containerd/containerd.sock",
        "crio/crio.sock", "cri-dockerd.sock", "buildkit/buildkitd.sock",
    ]
    /// Where engines in machines of their own listen, below a home folder.
    private static let machines = [
        ".docker/run/docker.sock", ".docker/desktop/docker.sock", ".colima/default/docker.sock", ".rd/docker.sock",
        ".local/share/containers/podman/machine/podman.sock",
    ]
    /// The variables that name an engine.
    private static let variables = ["AAC_ENGINE", "DOCKER_HOST", "CONTAINER_HOST"]

    /// The usual sockets of engines, whether or not an engine listens there now.
    static func ofEngines(homes: [String], environment: [String: String]) -> [String] {
        let users = (try? FileManager.default.contentsOfDirectory(atPath: "/run/user"))?.map { "/run/user/\($0)" } ?? []
        let folders = ["/run"] + users + [environment["XDG_RUNTIME_DIR"]].compactMap(\.self)
        let named = variables.compactMap { environment[$0] }
            .map { $0.hasPrefix("unix://") ? String($0.dropFirst("unix://".count)) : $0 }.filter { $0.hasPrefix("/") }
        return folders.flatMap { folder in engines.map { "\(folder)/\($0)" } }
            + homes.flatMap { home in machines.map { "\(home)/\($0)" } } + named
    }

    /// The sockets that are bound on this host, in each network namespace that this process may look into.
    ///
    /// The kernel's table has the path that the process used (proc_pid_net(5)). That of an agent's own socket is a path
    /// in its container, so a path counts only where this host has a socket there. Abstract sockets are no files, and
    /// relative paths are left out because nobody knows from which folder they start.
    static func bound() -> Set<String> { Set(tables().flatMap { paths(in: $0) }.compactMap(canonical)) }

    /// The paths in one table: seven fields, and a path where the socket has one.
    static func paths(in table: String) -> [String] {
        table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 7)
            return fields.count == 8 && fields[7].hasPrefix("/") ? String(fields[7]) : nil
        }
    }

    /// The path of a socket without links; nil when there is none at the path.
    static func canonical(_ path: String) -> String? {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let folder = MountPolicy.resolved(slash == path.startIndex ? "/" : String(path[..<slash]))
        let real = (folder == "/" ? "" : folder) + path[slash...]
        return isSocket(real) ? real : nil
    }

    static func isSocket(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }

    /// Whether git looks after the working tree through it (git-fsmonitor--daemon(1)). It answers which files have changed and
    /// nothing else, and is in every working tree with `core.fsmonitor`, which could not be mounted without it.
    static func isGits(_ path: String) -> Bool {
        path.hasSuffix("/fsmonitor--daemon.ipc") && path.contains("/.git/")
    }

    private static func tables() -> [String] {
        var seen: Set<String> = []
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return (["self"] + processes.filter { $0.first?.isNumber == true }).compactMap { process in
            guard let space = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/ns/net"),
                seen.insert(space).inserted
            else { return nil }
            return KernelView.text("/proc/\(process)/net/unix")
        }
    }
}
