import FoundationEssentials
import Glibc

/// The files of ours that are mounted into one container. They live in a folder named after the container, in memory where
/// the host has a run-time directory (XDG Base Directory Specification), and go with the container.
struct RunFiles: Sendable, Hashable {
    private let folder: String

    /// The files of the container with this name; nothing is created yet.
    init(container: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
        folder = Self.root(environment) + "/" + container
    }

    private static func root(_ environment: [String: String]) -> String {
        if getuid() == 0 { return "/run/aac-runtime/containers" }
        if let runtime = environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/") {
            return runtime + "/aac-runtime/containers"
        }
        return "/tmp/aac-runtime-\(getuid())/containers"
    }

    /// Writes the files, each readable by everybody inside the container, and returns their paths on the host by those in the
    /// container.
    func write(_ files: [String: String]) throws -> [String: String] {
        let manager = FileManager.default
        try remove()
        try manager.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var paths: [String: String] = [:]
        for (index, (target, text)) in files.sorted(by: { $0.key < $1.key }).enumerated() {
            let path = "\(folder)/\(index)"
            try Data(text.utf8).write(to: URL(filePath: path))
            try manager.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
            paths[target] = path
        }
        return paths
    }

    /// Removes the folder; one that is not there is no error.
    func remove() throws {
        do { try FileManager.default.removeItem(atPath: folder) } catch let error as CocoaError
            where error.code == .fileNoSuchFile
        {}
    }
}
