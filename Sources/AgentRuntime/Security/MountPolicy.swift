import Glibc
import SystemPackage

/// What an agent may have as a mount: an allow-list, and what is never on it.
///
/// 1. The level `privileged` has everything.
/// 2. What contains a socket of the host, or files of ours, is refused at every other level; no reason changes that.
/// 3. What has a reason (`allowUnsafe`) is allowed.
/// 4. The folders of the system and credentials are not, unless the command line names a folder in them.
/// 5. The manifest's folder and what is beneath it is allowed, without links, and so are folders that the command line names.
public struct MountPolicy: Sendable {
    /// A folder that is more than data, and why a path is to do with it.
    private struct Objection {
        var folder: String
        var words: String
    }

    /// What is where.
    var host: HostLayout

    /// For another host, of which nothing can be looked at: mounts are judged by the text of their paths.
    public static let elsewhere = MountPolicy(host: .elsewhere)

    /// The policy of this host, looked at now.
    ///
    /// - Parameter engine: the path of the socket of the engine that is used; nil where none is asked. Those of the engines that are
    ///   known are never for agents.
    public static func ofHost(engine: String? = nil) -> MountPolicy { MountPolicy(host: .ofHost(engine: engine)) }

    /// Judges a mount.
    ///
    /// - Parameter real: the source as ``HostLayout/real(_:)`` or a ``PinnedSource`` has it; for binds only.
    func verdict(on mount: VolumeMount, at real: String, _ security: SecurityOptions) -> MountVerdict {
        switch mount.kind {
        case .tmpfs: return .allowed(.memory)
        case .volume: return .allowed(mount.source.isEmpty ? .unnamedVolume : .namedVolume)
        case .bind: break
        }
        if security.level == .privileged { return .allowed(.privileged) }
        if let objection = prohibition(of: real) {
            return .denied(
                MountDenial(
                    objection: objection, hint: "mount a folder without it; only the level 'privileged' hands it over"))
        }
        let reasons = mount.allowUnsafe + security.allowUnsafe
        if !reasons.isEmpty { return .allowed(.unsafe(reasons)) }
        let allowing = security.mountAllow.filter { Self.contains($0, real) }
        if let objection = objection(to: real), !allowing.contains(where: { Self.contains(objection.folder, $0) }) {
            return .denied(MountDenial(objection: objection.words, hint: Self.hint))
        }
        if let root = mount.root, Self.contains(host.real(root), real) { return .allowed(.projectFolder) }
        if let folder = allowing.first { return .allowed(.commandLine(folder: folder)) }
        return .denied(
            MountDenial(
                objection: mount.root.map { "lies outside of '\($0)'" } ?? "lies outside of the project's folder",
                hint: "mount a folder beneath that one, allow it with '--mount-allow \(real)', or say why with "
                    + "'allowUnsafe: [reason]' of the volume"))
    }

    private static let hint =
        "mount a folder of its own; where it must be, say why with 'allowUnsafe: [reason]' of the volume"

    /// Why nothing but the level `privileged` gets a path, in words that follow "it".
    func prohibition(of real: String) -> String? {
        if !host.isElsewhere, HostSockets.isSocket(real) {
            return "is a socket, through which a process of the host can be told what to do"
        }
        if let folder = host.own.first(where: { host.holds($0, real) }) {
            return "is of aac-runtime itself (\(folder))"
        }
        let held = host.sockets.filter { !HostSockets.isGits($0) && host.holds(real, $0) }
        // Always the same one, and not the deepest.
        if let socket = held.min(by: { ($0.utf8.count, $0) < ($1.utf8.count, $1) }) {
            return "contains the socket '\(socket)', through which a process of the host can be told what to do"
        }
        let own = host.own.first { host.holds(real, $0) }
        return own.map { "contains \($0), which is of aac-runtime itself" }
    }

    /// Why a path needs a reason wherever the project is.
    private func objection(to real: String) -> Objection? {
        if real == "/" { return Objection(folder: "/", words: "is the whole host") }
        for folder in HostLayout.system
        where host.holds(folder, real) || host.holds(host.real(folder), real) {
            return Objection(folder: host.real(folder), words: "belongs to the host's system (\(folder))")
        }
        for home in host.homes where real == home {
            return Objection(folder: home, words: "is a home folder, with all credentials in it")
        }
        for folder in host.credentials
        where host.holds(folder, real) || host.holds(host.real(folder), real) {
            return Objection(folder: host.real(folder), words: "keeps credentials (\(folder))")
        }
        let inner = (HostLayout.system + host.homes + host.credentials).first {
            host.exists($0) && host.holds(real, host.real($0))
        }
        return inner.map { Objection(folder: real, words: "contains \($0)") }
    }

    /// Without symbolic links, `.` and `..`; a path that is not there is taken as far as it goes.
    static func resolved(_ path: String) -> String {
        var head = path
        var tail: [String] = []
        while true {
            if let real = realpath(head, nil) {
                defer { free(real) }
                let base = String(cString: real)
                // What is not there is no link, so its `..` lead where they say.
                return tail.isEmpty ? base : normalised(base + "/" + tail.reversed().joined(separator: "/"))
            }
            guard let slash = head.lastIndex(of: "/"), head != "/" else { return path }
            tail.append(String(head[head.index(after: slash)...]))
            head = slash == head.startIndex ? "/" : String(head[..<slash])
        }
    }

    /// Without `.`, `..` and needless slashes, by text alone.
    static func normalised(_ path: String) -> String { FilePath(path).lexicallyNormalized().string }

    /// Whether `path` is `folder` or below it.
    static func contains(_ folder: String, _ path: String) -> Bool {
        path == folder || path.hasPrefix(folder == "/" ? folder : folder + "/")
    }
}
