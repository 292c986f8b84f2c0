import Glibc
import SystemPackage

/// The private folders of embedded engines.
///
/// Each user has one folder with `containers.conf`. It stays, because containers outlive the engine, and their monitors (conmon)
/// read the file when they end. In it, each running engine has a folder for its socket, which is removed with the engine.
struct EmbeddedEngineFolder: Sendable, Hashable {
    /// The folder of this engine.
    var path: String
    /// The settings of all embedded engines of this user.
    var configurationPath: String

    /// The engine's socket.
    var socketPath: String { "\(path)/podman.sock" }

    /// `sockaddr_un.sun_path` takes 107 bytes and a zero.
    private static let longestSocketPath = 107

    /// Makes a folder for an engine of this process below the first of `bases` that can be used, and removes those of
    /// processes that are gone.
    /// - Throws: ``EngineError`` with code `embeddedEngine` when no base can be used.
    static func make(
        below bases: [String], configuration: String, process: Int32 = getpid()
    ) throws -> EmbeddedEngineFolder {
        var reasons: [String] = []
        for base in bases {
            do {
                try makePrivate(base)
                removeStale(below: base)
                let configurationPath = "\(base)/containers.conf"
                try replace(configurationPath, with: configuration, process: process)
                let folder = EmbeddedEngineFolder(
                    path: try makeUnique(below: base, process: process), configurationPath: configurationPath)
                guard folder.socketPath.utf8.count <= longestSocketPath else {
                    folder.remove()
                    throw Errno.fileNameTooLong
                }
                return folder
            } catch {
                reasons.append("\(base): \(error)")
            }
        }
        throw EngineError(
            .embeddedEngine, "start the embedded engine", message: "there is no place for its socket", details: reasons,
            hint: "set XDG_RUNTIME_DIR to a short path that only this user may write to")
    }

    /// Whether a path is a socket in such a folder.
    static func isSocket(_ path: String) -> Bool {
        let names = path.split(separator: "/").suffix(3)
        guard names.count == 3, let base = names.first, let folder = names.dropFirst().first else { return false }
        return names.last == "podman.sock" && folder.hasPrefix("engine-")
            && OwnFolders.isNamed(base)
    }

    /// Removes the engine's folder and its socket.
    func remove() {
        for name in SmallFile.names(inFolder: path) { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    /// Where the folders may be, the best first.
    static func bases(environment: [String: String]) -> [String] {
        [OwnFolders.ofSession(environment), OwnFolders.ofRoot, OwnFolders.ofUser].compactMap(\.self)
    }

    /// Makes a folder that only this user may enter, or makes the existing one so. A folder that others could write to is refused:
    /// somebody else may have put files there.
    private static func makePrivate(_ path: String) throws {
        if mkdir(path, 0o700) == 0 { return }
        guard errno == EEXIST else { throw Errno(rawValue: errno) }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw Errno(rawValue: errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw Errno.notDirectory }
        guard status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else { throw Errno.permissionDenied }
        if status.st_mode & 0o077 != 0, chmod(path, 0o700) != 0 { throw Errno(rawValue: errno) }
    }

    private static func makeUnique(below base: String, process: Int32) throws -> String {
        for number in 1... {
            let path = "\(base)/engine-\(process)" + (number == 1 ? "" : "-\(number)")
            if mkdir(path, 0o700) == 0 { return path }
            guard errno == EEXIST else { throw Errno(rawValue: errno) }
        }
        throw Errno.fileExists
    }

    private static func removeStale(below base: String) {
        for name in SmallFile.names(inFolder: base) {
            let parts = name.split(separator: "-")
            guard parts.count >= 2, parts[0] == "engine", let process = Int32(parts[1]) else { continue }
            if kill(process, 0) != 0, errno == ESRCH {
                EmbeddedEngineFolder(path: "\(base)/\(name)", configurationPath: "").remove()
            }
        }
    }

    /// Writes a file in one step, so that no monitor ever reads half of it.
    private static func replace(_ path: String, with text: String, process: Int32) throws {
        let draft = "\(path).\(process)"
        let file = try FileDescriptor.open(
            FilePath(draft), .writeOnly, options: [.create, .truncate, .noFollow], permissions: [.ownerReadWrite])
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
        guard rename(draft, path) == 0 else { throw Errno(rawValue: errno) }
    }
}
