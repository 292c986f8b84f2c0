import AgentLauncher
import EngineAPI

/// What of this host goes into one container, beside what the options say.
struct RunAssets: Sendable {
    /// Files of ours by their paths in the container; paths of this host.
    var files: [String: String] = [:]
    /// The seccomp profile as a file, for an engine that wants one.
    var seccompFile: String?
    /// The folder with the files of the secrets.
    var secretsFolder: String?
    /// What the agent's process waits at before it executes the agent's command, where somebody watches it.
    var gate: StartGate?
    /// The launcher, where it is the container's first process.
    var launcher: Launcher?

    struct Launcher: Sendable {
        /// The path on this host.
        var path: String
        /// The whole command that it runs.
        var command: [String]
        /// The secrets that become variables.
        var secrets: [AgentLauncher.Secret]
    }

    /// Where the launcher is in the container.
    static let launcherPath = "/run/aac/launcher"

    var mounts: [Mount] {
        var mounts = files.sorted { $0.key < $1.key }.map { target, source in
            Mount(.bind, source: source, target: target, isReadOnly: true)
        }
        if let secretsFolder {
            mounts.append(Mount(.bind, source: secretsFolder, target: SecretReference.folder, isReadOnly: true))
        }
        if let gate {
            mounts.append(Mount(.bind, source: gate.path, target: StartGate.containerPath, isReadOnly: true))
        }
        if let launcher {
            mounts.append(Mount(.bind, source: launcher.path, target: Self.launcherPath, isReadOnly: true))
        }
        return mounts
    }
}
