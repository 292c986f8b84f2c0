import EngineAPI
import Glibc

/// The folder of one container's files of one kind: `BASE/KIND/PROJECT.ENGINE/AGENT-REPLICA.RUN`.
struct RunFolder: Sendable, Hashable {
    let base: String
    let kind: String
    let project: String
    let name: String

    init(_ kind: String, below base: String, of identity: AgentIdentity, on engine: EngineAddress) {
        self.base = base
        self.kind = kind
        project = HostState.name(ofProject: identity.project, on: engine)
        name = identity.folderName
    }

    /// The folder of a container that exists, also when it was made under another address of the engine: the text of a
    /// run is unique.
    init?(existing kind: String, below base: String, of identity: AgentIdentity) {
        guard let folder = try? HostState.folder(kind, below: base, making: false),
            let projects = try? HostState.names(ofProject: identity.project, in: folder)
        else { return nil }
        let places = projects.map { RunFolder(base: base, kind: kind, project: $0, name: identity.folderName) }
        guard let place = places.first(where: { (try? $0.open()) != nil }) else { return nil }
        self = place
    }

    private init(base: String, kind: String, project: String, name: String) {
        self.base = base
        self.kind = kind
        self.project = project
        self.name = name
    }

    /// It need not be there.
    var path: String { "\(base)/\(kind)/\(project)/\(name)" }

    /// Makes it where it is not there.
    ///
    /// - Throws: ``HostFileError``.
    func make(mode: mode_t = 0o700) throws -> HostFolder {
        // When another container ends at this moment, the folder above may be removed because it is empty; then it is
        // made once more.
        var attempts = Self.mostAttempts
        while true {
            do { return try makeOnce(mode) } catch let error as HostFileError {
                attempts -= 1
                guard error.number == ENOENT, attempts > 0 else { throw error }
            }
        }
    }

    private func makeOnce(_ mode: mode_t) throws -> HostFolder {
        let folder = try HostState.folder(kind, below: base, making: true)?
            .folder(project, making: 0o700)?.folder(name, making: mode, isPrivate: mode & 0o077 == 0)
        guard let folder else { throw HostFileError(path: path, number: ENOENT) }
        return folder
    }

    private static let mostAttempts = 100

    /// Opens the one that was made.
    ///
    /// - Throws: ``HostFileError``, also when it is not there.
    func open() throws -> HostFolder {
        let folder = try HostState.folder(kind, below: base, making: false)?.folder(project)?
            .folder(name, isPrivate: false)
        guard let folder else { throw HostFileError(path: path, number: ENOENT) }
        return folder
    }

    /// Removes it, and the project's when it was the last in it; one that is not there is no error.
    func remove() throws {
        guard let kind = try HostState.folder(kind, below: base, making: false) else { return }
        try kind.folder(project)?.removeFolder(name)
        try kind.removeEmptyFolder(project)
    }

    /// Removes the folders of a run under every address that the engine may have had: the text of a run is unique.
    static func remove(_ kind: String, below base: String, of identity: AgentIdentity) throws {
        guard let kind = try HostState.folder(kind, below: base, making: false) else { return }
        for project in try HostState.names(ofProject: identity.project, in: kind) {
            guard let folder = try kind.folder(project), try folder.removeFolder(identity.folderName) else { continue }
            try kind.removeEmptyFolder(project)
        }
    }

    /// Removes all of a project on an engine.
    ///
    /// - Returns: whether there were any.
    static func removeAll(
        _ kind: String, below base: String, ofProject project: String, on engine: EngineAddress
    ) throws -> Bool {
        guard let kind = try HostState.folder(kind, below: base, making: false) else { return false }
        let project = HostState.name(ofProject: project, on: engine)
        guard let folder = try kind.folder(project) else { return false }
        let names = try folder.names()
        for name in names { try folder.removeFolder(name) }
        try kind.removeEmptyFolder(project)
        return !names.isEmpty
    }
}
