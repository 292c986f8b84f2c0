import FoundationEssentials
import Glibc
import SystemPackage

/// The files of ours that are mounted into one container. They live in a folder named after project, container and run, in memory
/// where the host has a run-time directory (XDG Base Directory Specification), and go with the container.
public struct RunFiles: Sendable, Hashable {
    /// The folder; it need not be there.
    let folder: String
    private let projectFolder: String

    /// The files of a container; nothing is created yet.
    init(of identity: AgentIdentity) {
        projectFolder = Self.folder(ofProject: identity.project)
        folder = "\(projectFolder)/\(identity.folderName)"
    }

    /// Where the files of a project's containers are, by container.
    static func folder(ofProject project: String) -> String { "\(base)/projects/\(project)" }

    /// The folder of everything of ours on this host that lives as long as containers do.
    public static var base: String {
        if getuid() == 0 { return "/run/aac-runtime" }
        if let runtime = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/") {
            return runtime + "/aac-runtime"
        }
        return "/tmp/aac-runtime-\(getuid())"
    }

    /// Where the locks of projects are.
    public static var locksFolder: String { "\(base)/locks" }

    /// Removes all files of a project, also those that a killed process left.
    ///
    /// - Returns: whether there were any.
    @discardableResult
    public static func removeAll(ofProject project: String) throws -> Bool {
        try removeFolder(folder(ofProject: project))
    }

    /// Writes the files, each readable by everybody inside the container, and returns their paths on the host by those in the
    /// container.
    func write(_ files: [String: String]) throws -> [String: String] {
        try Self.removeFolder(folder)
        try makeFolder()
        var paths: [String: String] = [:]
        for (index, (target, text)) in files.sorted(by: { $0.key < $1.key }).enumerated() {
            let path = "\(folder)/\(index)"
            try write(text, at: path)
            paths[target] = path
        }
        return paths
    }

    /// Adds a file that this process's user alone can read, and returns its path on the host.
    func add(_ text: String, named name: String) throws -> String {
        try makeFolder()
        let path = "\(folder)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    /// The folder that is mounted for the launcher, with the record of the cage in it.
    var guardFolder: String { "\(folder)/aac" }

    /// What the cage must be, where it was written down.
    var record: CageRecord? {
        KernelView.text("\(guardFolder)/\(RunAssets.recordName)").flatMap(CageRecord.init)
    }

    /// Makes the folder for the launcher, which everybody in the container can enter.
    func addGuardFolder() throws -> String {
        try makeFolder()
        try FileManager.default.createDirectory(
            atPath: guardFolder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        // What the launcher is mounted on.
        try write("", at: "\(guardFolder)/\(RunAssets.launcherName)")
        return guardFolder
    }

    /// Writes what the cage must be.
    func write(_ record: CageRecord) throws {
        try write(record.text, at: "\(guardFolder)/\(RunAssets.recordName)")
    }

    /// Writes a file that everybody in the container can read and nobody can change.
    private func write(_ text: String, at path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    }

    /// Another container's end may take the project's folder away between two steps, because it is empty.
    private func makeFolder() throws {
        for attempt in 1... {
            do {
                return try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch let error as CocoaError where error.code == .fileNoSuchFile && attempt < Self.mostAttempts {
                continue
            }
        }
    }

    private static let mostAttempts = 100

    /// Removes the folder, and the project's when it was the last in it; one that is not there is no error.
    func remove() throws {
        try Self.removeFolder(folder)
        rmdir(projectFolder)
    }

    @discardableResult
    private static func removeFolder(_ path: String) throws -> Bool {
        do {
            try FileManager.default.removeItem(atPath: path)
            return true
        } catch let error as CocoaError where error.code == .fileNoSuchFile {
            return false
        }
    }
}
