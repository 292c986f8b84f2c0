public import AgentValues
public import EngineAPI
import FoundationEssentials
import Glibc
import SystemPackage

/// The files that hold the secrets of one container: in memory of this host, mounted read-only into the container, and overwritten
/// before they are removed.
///
/// The folders above are for our user alone; the folder itself can be entered by the agent's user, who owns the files.
public struct SecretFiles: Sendable, Hashable {
    private static let kind = "secrets"
    private let place: RunFolder

    /// The folder that is mounted at `/run/secrets`; it need not be there.
    var folder: String { place.path }

    /// The files of a container; nothing is created yet.
    init(of identity: AgentIdentity, on engine: EngineAddress) {
        place = RunFolder(Self.kind, below: HostState.memoryBase, of: identity, on: engine)
    }

    /// Makes the empty folder, so that it can be mounted.
    func prepare() throws {
        guard MountTable.own.isInMemory(folder) else {
            throw HostFileError(path: folder, reason: "it is not in memory, and this host has no /dev/shm")
        }
        try remove()
        _ = try place.make(mode: 0o755)
    }

    /// Writes the files, each readable by the agent's user alone.
    ///
    /// - Parameter owner: the user's number in the container. Without the right to give files away, everybody in the container can
    ///   read them; nobody else can enter the folder.
    func write(_ values: [String: SecretValue], owner: UInt32) throws {
        let folder = try place.open()
        for (name, value) in values {
            let file = try folder.create(name, mode: 0o400)
            do { try file.closeAfter { try Self.fill(file, with: value, for: owner) } } catch let error as Errno {
                throw HostFileError(path: "\(folder.path)/\(name)", number: error.rawValue)
            }
        }
    }

    private static func fill(_ file: FileDescriptor, with value: SecretValue, for owner: UInt32) throws {
        _ = try file.writeAll(value.bytes)
        if owner != getuid(), fchown(file.rawValue, owner, gid_t.max) != 0 { fchmod(file.rawValue, 0o444) }
    }

    /// The values of a replica's secrets, of all its runs that are there and on every engine, for redaction; none when there are none or
    /// we may not read them.
    public static func values(project: String, agent: String, replica: Int) -> [SecretValue] {
        guard let secrets = try? HostState.folder(kind, below: HostState.memoryBase, making: false),
            let projects = try? HostState.names(ofProject: project, in: secrets)
        else { return [] }
        return projects.compactMap { try? secrets.folder($0) }.flatMap { project in
            let runs = (try? project.names())?.filter { $0.hasPrefix("\(agent)-\(replica).") } ?? []
            return runs.compactMap { try? project.folder($0, isPrivate: false) }.flatMap(values)
        }
    }

    private static func values(in folder: HostFolder) -> [SecretValue] {
        ((try? folder.names()) ?? []).compactMap { name in
            guard let file = try? folder.openFile(name, O_RDONLY) else { return nil }
            defer { try? file.close() }
            return (try? file.content()).map(SecretValue.init)
        }
    }

    /// Overwrites and removes the files, and the project's folder when it was the last in it.
    func remove() throws { try place.remove() }

    /// Overwrites and removes all secrets of a project on an engine, also those that a killed process left.
    ///
    /// - Returns: whether there were any.
    @discardableResult
    public static func removeAll(ofProject project: String, on engine: EngineAddress) throws -> Bool {
        try RunFolder.removeAll(kind, below: HostState.memoryBase, ofProject: project, on: engine)
    }

    /// Overwrites and removes the secrets of a container that is gone, also when they were made under another address
    /// of the same engine.
    static func remove(of identity: AgentIdentity) throws {
        try RunFolder.remove(kind, below: HostState.memoryBase, of: identity)
    }
}

extension FileDescriptor {
    /// All bytes of a file from its beginning.
    func content() throws -> [UInt8] {
        var content: [UInt8] = []
        while true {
            let piece = try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                count = try read(fromAbsoluteOffset: Int64(content.count), into: UnsafeMutableRawBufferPointer(buffer))
            }
            guard !piece.isEmpty else { return content }
            content += piece
        }
    }
}
