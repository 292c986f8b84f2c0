import Dispatch
import Glibc

/// The processes of a build's step on this host, for ending them.
///
/// Podman ends a build whose client has left only when the step at hand ends by itself, and its API has no call for it. So
/// a build gets a random name in its steps' `/etc/hosts`, by which its processes can be told from all others.
struct BuildStepProcesses: Sendable {
    /// The name that only this build's steps know.
    let marker: String

    /// A new name.
    init() {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        marker = "aac-build-" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The entry for the hosts file: `NAME:ADDRESS`.
    var extraHost: String { "\(marker):127.0.0.1" }

    /// Ends the processes, wherever they may be looked at: as the user that the engine runs as, or as root.
    func end() async {
        await withCheckedContinuation { done in
            // Reading other processes' files blocks.
            DispatchQueue(label: "build-step-processes").async {
                for process in find() { kill(process, SIGKILL) }
                done.resume()
            }
        }
    }

    private func find() -> [pid_t] {
        guard let folder = try? OpenFile(Array("/proc".utf8), in: nil, isFolder: true), let names = try? folder.names()
        else {
            return []
        }
        let wanted = Array(marker.utf8)
        return names.compactMap { name in
            guard let process = pid_t(String(decoding: name, as: UTF8.self)), process > 1, process != getpid(),
                let file = try? OpenFile(Array("/proc/\(process)/root/etc/hosts".utf8), in: nil, isFolder: false),
                let status = try? file.status(), status.st_mode & S_IFMT == S_IFREG,
                let content = try? file.read(upTo: 16 << 10)
            else { return nil }
            let lines = content.split { !($0 > UInt8(ascii: " ")) }
            return lines.contains { $0.elementsEqual(wanted) } ? process : nil
        }
    }
}
