import EngineAPI
import FoundationEssentials
import Glibc

/// The folders of a host that are more than somebody's data.
struct HostLayout: Sendable {
    /// Everything at and below these belongs to the system or to the engines.
    static let system = [
        "/etc", "/proc", "/sys", "/dev", "/run", "/var/run", "/boot", "/var/lib/docker", "/var/lib/containerd",
        "/var/lib/containers",
    ]
    /// What keeps credentials, in a home folder.
    private static let credentials = [
        ".ssh", ".aws", ".docker", ".gnupg", ".kube", ".azure", ".config/gcloud", ".config/gh", ".config/containers",
        ".config/op", ".password-store", ".netrc", ".npmrc", ".pypirc", ".git-credentials", ".vault-token",
        ".bash_history", ".local/share/keyrings", ".local/share/containers",
    ]

    /// The home folders.
    var homes: [String]
    /// Where our own files are; secrets and the launcher among them.
    var own: [String]
    /// The sockets, without links in their paths.
    var sockets: Set<String>
    /// What is mounted where.
    var mounts: MountTable
    /// Whether these are the folders of another host, so that nothing can be looked at.
    var isElsewhere = false

    /// The credentials in the home folders.
    var credentials: [String] { homes.flatMap { home in Self.credentials.map { "\(home)/\($0)" } } }

    /// Those of this host.
    ///
    /// - Parameter engine: the socket of the engine that is used.
    static func ofHost(
        engine: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> HostLayout {
        let others = (try? FileManager.default.contentsOfDirectory(atPath: "/home"))?.map { "/home/\($0)" } ?? []
        let named = [environment["HOME"]].compactMap(\.self)
        let homes = Set((others + ["/root"] + named).map(MountPolicy.resolved)).filter { $0 != "/" }.sorted()
        let engines = HostSockets.ofEngines(homes: homes, environment: environment) + [engine].compactMap(\.self)
        let own = Set((LauncherFile.folders + [HostState.base, HostState.memoryBase]).map(MountPolicy.resolved))
        return HostLayout(
            homes: homes, own: own.sorted(),
            sockets: HostSockets.bound().union(engines.compactMap(HostSockets.canonical)), mounts: .own)
    }

    /// What is the same on all hosts, for an engine on another one.
    static var elsewhere: HostLayout {
        HostLayout(
            homes: ["/root"], own: [OwnFolders.ofRoot, "/var/lib/aac-runtime"],
            sockets: Set(HostSockets.ofEngines(homes: [], environment: [:])), mounts: MountTable(parsing: ""),
            isElsewhere: true)
    }

    /// Whether a folder is another path or holds it at any depth, also under another name, by a mount.
    func holds(_ folder: String, _ path: String) -> Bool {
        MountPolicy.contains(folder, path) || mounts.shows(path, in: folder)
    }

    /// A path without links, `.` and `..`; without a look at any file where these are another host's.
    func real(_ path: String) -> String { isElsewhere ? MountPolicy.normalised(path) : MountPolicy.resolved(path) }

    func exists(_ path: String) -> Bool { isElsewhere || HostFile.exists(path) }
}
