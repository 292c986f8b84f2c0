public import EngineAPI
import Glibc
import SystemPackage

/// The files of ours that are mounted into one container. They live in a folder named after project, engine, container and run, in
/// memory where the host has a run-time directory (XDG Base Directory Specification), and go with the container.
public struct RunFiles: Sendable, Hashable {
    private static let kind = "projects"
    private let place: RunFolder

    /// The folder; it need not be there.
    var folder: String { place.path }

    /// The files of a container; nothing is created yet.
    init(of identity: AgentIdentity, on engine: EngineAddress) {
        place = RunFolder(Self.kind, below: HostState.base, of: identity, on: engine)
    }

    /// The files of a container that is there; nil when there are none.
    init?(existingOf identity: AgentIdentity) {
        guard let place = RunFolder(existing: Self.kind, below: HostState.base, of: identity) else { return nil }
        self.place = place
    }

    /// Removes all files of a project on an engine, also those that a killed process left.
    ///
    /// - Returns: whether there were any.
    @discardableResult
    public static func removeAll(ofProject project: String, on engine: EngineAddress) throws -> Bool {
        try NetworkLock.removeLeftover(of: project)
        return try RunFolder.removeAll(kind, below: HostState.base, ofProject: project, on: engine)
    }

    /// Removes the files of a container that is gone, also when they were made under another address of the same
    /// engine.
    static func remove(of identity: AgentIdentity) throws {
        try RunFolder.remove(kind, below: HostState.base, of: identity)
    }

    /// Whether the command that started a container was killed before it let the agent go: the agent never ran, and the
    /// container is about to end.
    package static func wasStartLeft(of identity: AgentIdentity) -> Bool {
        guard let folder = try? RunFiles(existingOf: identity)?.openGuardFolder() else { return false }
        return (try? StartGate.wasLeft(in: folder)) ?? false
    }

    /// Writes the files, each readable by everybody inside the container, and returns their paths on the host by those in the
    /// container.
    func write(_ files: [String: String]) throws -> [String: String] {
        try remove()
        let folder = try place.make()
        var paths: [String: String] = [:]
        for (index, (target, text)) in files.sorted(by: { $0.key < $1.key }).enumerated() {
            paths[target] = try folder.write(text.utf8, to: "\(index)", mode: 0o444)
        }
        return paths
    }

    /// Adds a file that this process's user alone can read, and returns its path on the host.
    func add(_ text: String, named name: String) throws -> String {
        try place.make().write(text.utf8, to: name, mode: 0o600)
    }

    /// The folder that is mounted for the launcher, with the record of the cage in it.
    var guardFolder: String { "\(folder)/\(Self.guardName)" }

    /// What the cage must be, where it was written down.
    var record: CageRecord? {
        guard let file = try? openGuardFolder()?.openFile(RunAssets.recordName, O_RDONLY) else { return nil }
        defer { try? file.close() }
        return (try? file.content()).flatMap { CageRecord(String(decoding: $0, as: UTF8.self)) }
    }

    /// Makes the folder for the launcher, which everybody in the container can enter.
    func addGuardFolder() throws -> String {
        _ = try place.make().folder(Self.guardName, making: 0o755, isPrivate: false)
        return guardFolder
    }

    /// Writes what the cage must be.
    func write(_ record: CageRecord) throws {
        guard let folder = try openGuardFolder() else { throw HostFileError(path: guardFolder, number: ENOENT) }
        _ = try folder.write(record.text.utf8, to: RunAssets.recordName, mode: 0o444)
    }

    private static let guardName = "aac"

    private func openGuardFolder() throws -> HostFolder? {
        try place.open().folder(Self.guardName, isPrivate: false)
    }

    /// Removes the folder, and the project's when it was the last in it; one that is not there is no error.
    func remove() throws { try place.remove() }
}
