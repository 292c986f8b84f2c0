import CProcessShims
import EngineAPI
import Glibc

/// Lets every user of a container write to its folders in memory, as to `/tmp` (mode 1777).
///
/// Before runc 1.1.8 such a folder gets the mode of what is below it, whatever was asked for: that of the image's folder, or, from
/// the second start on, the 0755 that runc itself made it with. So both are changed while the agent is held: the one in memory, and
/// the one below it for the starts that nobody of ours sees. Without the rights of root on this host they stay as they are.
struct ScratchFolders: Sendable {
    private static let mode: mode_t = 0o1777

    let volumes: [VolumeMount]

    func open(in container: ContainerInspection) {
        let targets = volumes.filter { $0.kind == .tmpfs && !$0.readOnly }.map(\.target)
        guard !targets.isEmpty, getuid() == 0 else { return }
        for root in ["/proc/\(container.state.pid)/root", container.rootFilesystem].compactMap(\.self) {
            let folder = Glibc.open(root, CInt(AAC_O_PATH) | O_DIRECTORY | O_CLOEXEC)
            guard folder >= 0 else { continue }
            defer { close(folder) }
            for target in targets { Self.open(target, in: folder) }
        }
    }

    private static func open(_ target: String, in root: CInt) {
        // Links of the image lead nowhere on this host.
        let flags = UInt64(O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        let folder = aac_openat2(root, target, flags, 0, UInt64(AAC_RESOLVE_IN_ROOT))
        guard folder >= 0 else { return }
        fchmod(folder, mode)
        close(folder)
    }
}
