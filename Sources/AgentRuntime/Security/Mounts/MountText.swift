import EngineAPI
import SystemPackage

/// What the paths of a mount must not contain, wherever they come from.
enum MountText {
    /// Where our own files are in a container.
    private static let own = [SecretReference.folder, RunAssets.folderPath, RunAssets.launcherPath]

    /// Why an engine would read a path or name as another one; nil when it would not.
    ///
    /// Podman joins the parts of a mount with commas and splits them again, so a folder named `x,source=/etc` would
    /// mount `/etc`.
    static func flaw(in text: String) -> String? {
        if text.contains(",") { return "it holds a comma, at which an engine would begin another part of the mount" }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "it holds a control character"
        }
        return nil
    }

    /// Whether something of ours is at a path of the container, or beneath which.
    static func isReserved(_ target: String) -> Bool {
        own.contains { MountPolicy.contains($0, MountPolicy.normalised(target)) }
    }

    static func reserved(_ target: String) -> String {
        "'\(target)' is where aac-runtime mounts secrets and its launcher"
    }
}

extension ContainerConfiguration {
    /// Refuses mounts that an engine would misread. It is asked with the very text that is sent, after links were resolved, and about
    /// our own files too.
    func checkMounts(of agent: String) throws(RunError) {
        for mount in host?.mounts ?? [] {
            for text in [mount.source ?? "", mount.target] {
                guard let flaw = MountText.flaw(in: text) else { continue }
                throw RunError(
                    .denied, agent: agent, "'\(text)' must not be part of a mount: \(flaw)",
                    hint: "rename the file or folder")
            }
        }
    }
}
