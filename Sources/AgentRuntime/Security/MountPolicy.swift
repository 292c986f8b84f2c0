import FoundationEssentials
import Glibc

/// Which parts of this host an agent must not get as a bind mount.
struct MountPolicy: Sendable {
    /// Everything at and below these belongs to the system or to the engines.
    private static let systemFolders = [
        "/etc", "/proc", "/sys", "/dev", "/run", "/var/run", "/boot", "/var/lib/docker", "/var/lib/containerd",
        "/var/lib/containers", "/var/lib/aac-runtime",
    ]
    /// What keeps credentials, in a home folder.
    private static let credentials = [
        ".ssh", ".aws", ".docker", ".gnupg", ".kube", ".azure", ".config/gcloud", ".config/gh", ".config/containers",
        ".config/op", ".password-store", ".netrc", ".npmrc", ".pypirc", ".git-credentials", ".vault-token",
        ".bash_history", ".local/share/keyrings", ".local/share/containers",
    ]

    /// What to do about an objection.
    static let hint = "mount a folder of its own; where it must be, say why with 'allowUnsafe: [reason]' of the volume"

    /// The home folders of this host.
    var homes: [String]
    /// Where our own files are; secrets among them.
    var runFolder: String

    /// The policy of this host.
    static func ofHost(
        home: String? = ProcessInfo.processInfo.environment["HOME"]
    ) -> MountPolicy {
        let others = (try? FileManager.default.contentsOfDirectory(atPath: "/home"))?.map { "/home/\($0)" } ?? []
        return MountPolicy(
            homes: Set((others + ["/root"] + (home.map { [$0] } ?? [])).map(resolved)).filter { $0 != "/" }.sorted(),
            runFolder: HostState.base)
    }

    /// Why a path of the host must not be mounted, in words that follow "it"; nil when it may.
    ///
    /// - Parameter path: absolute; symbolic links in it are followed, as the engine will.
    func objection(to path: String) -> String? {
        let real = Self.resolved(path)
        if real == "/" { return "is the whole host" }
        let system = Self.systemFolders + [runFolder]
        for folder in system where Self.contains(folder, real) || Self.contains(Self.resolved(folder), real) {
            return real == path
                ? "belongs to the host's system (\(folder))" : "leads to '\(real)', which belongs to the host's system"
        }
        if Self.isSocket(real) { return "is a socket, through which a process of the host can be told what to do" }
        for home in homes {
            if real == home { return "is a home folder, with all credentials in it" }
            for name in Self.credentials {
                let folder = "\(home)/\(name)"
                guard Self.contains(folder, real) || Self.contains(Self.resolved(folder), real) else { continue }
                return "keeps credentials (\(folder))"
            }
        }
        let below = system + homes + homes.flatMap { home in Self.credentials.map { "\(home)/\($0)" } }
        if let inner = below.first(where: { HostFile.exists($0) && Self.contains(real, Self.resolved($0)) }) {
            return "contains \(inner)"
        }
        return nil
    }

    /// Without symbolic links, `.` and `..`; a path that is not there is taken as far as it goes.
    static func resolved(_ path: String) -> String {
        var head = path
        var tail: [String] = []
        while true {
            if let real = realpath(head, nil) {
                defer { free(real) }
                let base = String(cString: real)
                return tail.isEmpty ? base : (base == "/" ? "" : base) + "/" + tail.reversed().joined(separator: "/")
            }
            guard let slash = head.lastIndex(of: "/"), head != "/" else { return path }
            tail.append(String(head[head.index(after: slash)...]))
            head = slash == head.startIndex ? "/" : String(head[..<slash])
        }
    }

    /// Whether `path` is `folder` or below it.
    private static func contains(_ folder: String, _ path: String) -> Bool {
        path == folder || path.hasPrefix(folder == "/" ? folder : folder + "/")
    }

    private static func isSocket(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }
}
