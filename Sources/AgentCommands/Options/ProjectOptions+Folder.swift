import AgentOrchestrator
import AgentRuntime
import Diagnostics
import Glibc

extension ProjectOptions {
    /// Two folders of one name name one project. Whoever changes the agents of the other folder is to know it, so this refuses to
    /// go on unless the user named the project.
    ///
    /// - Parameter files: the manifests given with `-f`, as given.
    /// - Throws: ``CommandError`` with code `other-folder` when agents are from a folder that is there and is another one.
    func checkFolder(files: [String] = [], on session: EngineSession, in context: CommandContext) async throws {
        guard let own = Self.namingFolder(project, in: context, files: files) else { return }
        let name = try name(in: context, files: files)
        let found: [AgentContainer]
        do { found = try await session.host.agents(of: name).containers() } catch {
            throw RunError.naming("project '\(name)'", error)
        }
        let folders = Set(found.compactMap(\.identity.folder))
        let others = folders.subtracting([own]).sorted()
        guard !others.isEmpty, let here = FolderIdentity(own) else { return }
        for other in others {
            switch FolderIdentity(other) {
            case here: continue
            case nil:
                try await context.messages.line(
                    TerminalText.line(
                        "note: agents of project '\(name)' were started in \(other), which is not on this host (any more)"
                    ))
            case _?:
                throw CommandError(
                    .otherFolder,
                    "project '\(name)' has agents that were started in another folder of that name: \(other)",
                    hint: "give this one a name of its own with --project; '--project \(name)' means theirs")
            }
        }
    }
}

/// Which folder a path leads to, however it is written.
private struct FolderIdentity: Equatable {
    let device: dev_t
    let inode: ino_t

    /// Nil where there is no folder.
    init?(_ path: String) {
        var status = stat()
        guard path.hasPrefix("/"), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }
}
