import AgentLauncher
import EngineAPI

/// The files and folders of ours that are mounted into one container, beside the mounts that the options ask for.
struct RunAssets: Sendable {
    /// Files of ours by their paths in the container; paths of this host.
    var files: [String: String] = [:]
    /// The seccomp profile as a file, for an engine that wants one.
    var seccompFile: String?
    /// The folder with the files of the secrets.
    var secretsFolder: String?
    /// The folder with the record of the cage and, while somebody watches a start, the gate.
    var folder: String?
    /// The volume in that folder's place, with the launcher in it too, for an engine that does not share this host's files.
    var volume: String?
    /// The launcher, the container's first process.
    var launcher: Launcher?

    struct Launcher: Sendable {
        /// The path on this host; nil where it is in the volume.
        var path: String?
        /// The whole command that it runs.
        var command: [String]
        /// The secrets that become variables.
        var secrets: [AgentLauncher.Secret]
        /// Where it is in the container.
        var target: String { path == nil ? launcherPathInVolume : launcherPath }
        /// Whether it stays, as an init process.
        var isInit: Bool
        /// Whether the agent cannot get at it.
        var isClosed: Bool

        /// The arguments after its own path.
        var arguments: [String] {
            AgentLauncher.arguments(
                running: command, secrets: secrets,
                guarded: AgentLauncher.Guard(
                    gate: folderPath, cage: "\(folderPath)/\(recordName)", isInit: isInit, isClosed: isClosed))
        }
    }

    /// Where ``folder`` is in the container.
    static let folderPath = "/run/aac"
    /// The record's name in ``folder``.
    static let recordName = "cage"
    /// Where the launcher is in the container. Not in ``folderPath``: where a mount lies in a read-only one, Docker 26.1 of Debian 13
    /// can neither copy files nor look for them.
    static let launcherPath = "/run/aac-launcher"
    /// The launcher's name in ``volume``.
    static let launcherName = "launcher"
    /// Where the launcher is in the container that has ``volume``.
    static let launcherPathInVolume = "\(folderPath)/\(launcherName)"

    var mounts: [Mount] {
        var mounts = files.sorted { $0.key < $1.key }.map { target, source in
            Mount(.bind, source: source, target: target, isReadOnly: true)
        }
        if let secretsFolder {
            mounts.append(Mount(.bind, source: secretsFolder, target: SecretReference.folder, isReadOnly: true))
        }
        if let folder { mounts.append(Mount(.bind, source: folder, target: Self.folderPath, isReadOnly: true)) }
        if let launcher, let path = launcher.path {
            mounts.append(Mount(.bind, source: path, target: launcher.target, isReadOnly: true))
        }
        if let volume { mounts.append(Mount(.volume, source: volume, target: Self.folderPath, isReadOnly: true)) }
        return mounts
    }
}
