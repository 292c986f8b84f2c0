package import EngineAPI
import FoundationEssentials
import Glibc
import SystemPackage

/// Notes on this host of what is being created on an engine. An engine goes on with a call although its client is gone,
/// so what a killed process was creating may appear a little later; the notes tell the next command to look for it.
///
/// Each note is a file that its process holds locked (flock(2)), which shows whether that process still lives.
package struct BegunCreations: Sendable {
    /// How long a command looks for what a killed process was creating: about as long as an engine may take to create
    /// it.
    package static let patience = Duration.seconds(5)
    /// What was begun longer ago than this has appeared by now, or never will.
    private static let longest = Duration.seconds(60)

    private static let kind = "begun"
    private let project: String

    /// The notes of a project on an engine.
    package init(project: String, on engine: EngineAddress) {
        self.project = HostState.name(ofProject: project, on: engine)
    }

    /// One note, in the process that wrote it. The file is removed with the instance, and the folder with its last
    /// note.
    final class Note: Sendable {
        private let kinds: HostFolder
        private let project: String
        private let folder: HostFolder
        private let name = AgentIdentity.newRun()
        private let file: FileDescriptor

        fileprivate init(_ subject: RunJournal.Entry, of project: String, in kinds: HostFolder) throws {
            guard let folder = try kinds.folder(project, making: 0o700) else {
                throw HostFileError(path: "\(kinds.path)/\(project)", number: ENOENT)
            }
            self.kinds = kinds
            self.project = project
            self.folder = folder
            guard let file = try folder.openLocked(name, making: true) else {
                throw HostFileError(path: "\(folder.path)/\(name)", number: EWOULDBLOCK)
            }
            self.file = file
            _ = try file.writeAll(subject.description.utf8)
        }

        deinit {
            folder.removeLocked(file, name)
            _ = try? kinds.removeEmptyFolder(project)
        }
    }

    /// Writes down that something is about to be created.
    ///
    /// - Returns: what keeps the note; nil where this host has no place for it, because the creation can do without.
    func begin(_ subject: RunJournal.Entry) -> Note? {
        guard let kinds = try? HostState.folder(Self.kind, making: true) else { return nil }
        // The end of another creation may take the folder away meanwhile, because it is empty; and who looks for what was abandoned
        // may find the note before it is locked.
        for _ in 0..<Self.mostAttempts {
            do { return try Note(subject, of: project, in: kinds) } catch let error as HostFileError {
                guard error.number == ENOENT || error.number == EWOULDBLOCK else { return nil }
            } catch { return nil }
        }
        return nil
    }

    private static let mostAttempts = 100

    /// What processes that are gone had begun to create and may still come into being. Notes of older ones are removed.
    package func abandoned() throws -> Set<RunJournal.Entry> {
        guard let folder = try HostState.folder(Self.kind, making: false)?.folder(project) else { return [] }
        var subjects: Set<RunJournal.Entry> = []
        for name in try folder.names() {
            guard let file = try? folder.openLocked(name, making: false) else { continue }
            defer { try? file.close() }
            var status = stat()
            let now = time(nil)
            guard fstat(file.rawValue, &status) == 0 else { continue }
            let age = Duration.seconds(max(0, now - status.st_mtim.tv_sec))
            if age > Self.longest {
                try folder.removeFile(name)
            } else if let text = try? file.content(),
                let subject = RunJournal.Entry(String(decoding: text, as: UTF8.self))
            {
                subjects.insert(subject)
            }
        }
        return subjects
    }

    /// Removes the notes of processes that are gone.
    package func forgetAbandoned() throws {
        guard let kinds = try HostState.folder(Self.kind, making: false), let folder = try kinds.folder(project) else {
            return
        }
        for name in try folder.names() {
            if let file = try? folder.openLocked(name, making: false) { folder.removeLocked(file, name) }
        }
        try kinds.removeEmptyFolder(project)
    }
}
