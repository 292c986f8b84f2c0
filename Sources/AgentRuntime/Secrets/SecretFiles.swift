import FoundationEssentials
import Glibc

/// The files that hold the secrets of one container: in memory of this host, mounted read-only into the container, and overwritten
/// before they are removed.
///
/// The folders above are for our user alone; the folder itself can be entered by the agent's user, who owns the files.
public struct SecretFiles: Sendable, Hashable {
    /// The folder that is mounted at `/run/secrets`; it need not be there.
    let folder: String
    private let projectFolder: String

    /// The files of a container; nothing is created yet.
    init(of identity: AgentIdentity) {
        projectFolder = Self.folder(ofProject: identity.project)
        folder = "\(projectFolder)/\(identity.folderName)"
    }

    /// Where the secrets of a project's containers are.
    public static func folder(ofProject project: String) -> String {
        "\(base)/secrets/\(project)"
    }

    /// The folder of everything of ours that is in memory.
    static var base: String {
        MountTable.own.isInMemory(RunFiles.base) ? RunFiles.base : "/dev/shm/aac-runtime-\(getuid())"
    }

    /// Makes the empty folder, so that it can be mounted.
    func prepare() throws {
        guard MountTable.own.isInMemory(projectFolder) else {
            throw SecretFilesError(folder: projectFolder, reason: "it is not in memory, and this host has no /dev/shm")
        }
        try remove()
        // Another run of the project may take the folders above away between these steps, because they are empty.
        for attempt in 1... {
            do { return try makeFolders() } catch let error as SecretFilesError {
                guard error.number == ENOENT, attempt < Self.mostAttempts else { throw error }
            }
        }
    }

    private static let mostAttempts = 100

    private func makeFolders() throws {
        var path = ""
        for part in projectFolder.split(separator: "/") {
            path += "/\(part)"
            if mkdir(path, 0o700) != 0, errno != EEXIST { throw SecretFilesError(folder: path, errno: errno) }
            if path.hasPrefix(Self.base) { try checkOwner(of: path) }
        }
        guard mkdir(folder, 0o755) == 0, chmod(folder, 0o755) == 0 else {
            throw SecretFilesError(folder: folder, errno: errno)
        }
    }

    /// In a folder that everybody can write to, somebody else could have made it first, and could rename what is in it.
    private func checkOwner(of path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw SecretFilesError(folder: path, errno: errno) }
        let isOfOthers = path == RunFiles.base ? 0o022 : 0o077
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid(), Int(status.st_mode) & isOfOthers == 0
        else {
            throw SecretFilesError(folder: path, reason: "it belongs to somebody else, or others may enter it")
        }
    }

    /// Writes the files, each readable by the agent's user alone.
    ///
    /// - Parameter owner: the user's number in the container. Without the right to give files away, everybody in the container can
    ///   read them; nobody else can enter the folder.
    func write(_ values: [String: SecretValue], owner: UInt32) throws {
        for (name, value) in values {
            let path = "\(folder)/\(name)"
            let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o400)
            guard file >= 0 else { throw SecretFilesError(folder: path, errno: errno) }
            defer { close(file) }
            var rest = value.bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw SecretFilesError(folder: path, errno: errno) }
                rest = rest.dropFirst(count)
            }
            if owner != getuid(), fchown(file, owner, gid_t.max) != 0 { fchmod(file, 0o444) }
        }
    }

    /// The values, for redaction; none when there are none or we may not read them.
    func values() -> [SecretValue] { Self.values(in: folder) }

    /// The values of a replica's secrets, of all its runs that are there, for redaction.
    public static func values(project: String, agent: String, replica: Int) -> [SecretValue] {
        let folder = folder(ofProject: project)
        let prefix = AgentIdentity(project: project, agent: agent, replica: replica, run: "").folderName
        let containers = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return containers.filter { $0.hasPrefix(prefix) }.flatMap { values(in: "\(folder)/\($0)") }
    }

    private static func values(in folder: String) -> [SecretValue] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { try? Data(contentsOf: URL(filePath: "\(folder)/\($0)")) }.map {
            SecretValue(Array($0))
        }
    }

    /// Overwrites and removes the files, and the project's folder when it was the last in it.
    func remove() throws {
        try Self.wipe(folder)
        rmdir(projectFolder)
    }

    /// Overwrites and removes all secrets of a project, also those that a killed process left.
    ///
    /// - Returns: whether there were any.
    @discardableResult
    public static func removeAll(ofProject project: String) throws -> Bool {
        let projectFolder = folder(ofProject: project)
        guard let containers = try? FileManager.default.contentsOfDirectory(atPath: projectFolder) else { return false }
        for container in containers { try wipe("\(projectFolder)/\(container)") }
        rmdir(projectFolder)
        return !containers.isEmpty
    }

    private static func wipe(_ folder: String) throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
        for name in names {
            let path = "\(folder)/\(name)"
            chmod(path, 0o600)
            let file = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
            if file >= 0 {
                let size = max(0, lseek(file, 0, SEEK_END))
                let zeros = [UInt8](repeating: 0, count: size)
                _ = zeros.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
                close(file)
            }
            if unlink(path) != 0, errno != ENOENT { throw SecretFilesError(folder: path, errno: errno) }
        }
        if rmdir(folder) != 0, errno != ENOENT { throw SecretFilesError(folder: folder, errno: errno) }
    }
}
