import Glibc
import SystemPackage

/// A copy from a container to this host.
struct CopyOut: Sendable {
    let view: ContainerView
    let source: CopyPath
    let context: CommandContext

    /// Writes the archive to standard output.
    func toArchive() async throws {
        let entry = try await find()
        try await entry.files.read(entry.path) { try await context.output.write($0) }
    }

    /// Copies to a path as `cp -r` does.
    ///
    /// - Throws: ``CommandError``; what was there is then as it was, unless a folder was being joined with one that was there.
    @MainActor func toHost(_ destination: CopyPath) async throws {
        let entry = try await find()
        let place = try place(of: entry, at: destination)
        do {
            let received = try ReceivedFiles(beside: place.folder)
            do {
                try await receive(entry, received, place)
                await received.remove()
            } catch {
                await received.remove()
                throw error
            }
        } catch let reason as Errno {
            throw CommandError(.inputOutput, "cannot write to '\(place.folder)': \(reason)")
        }
    }

    private func find() async throws -> ContainerEntry {
        guard let entry = try await view.find(source.absolute) else {
            throw CommandError(.fileNotFound, "the container has no file or folder '\(source.absolute)'")
        }
        if source.mustBeFolder, !entry.isFolder {
            throw CommandError(.fileNotFound, "'\(source.absolute)' in the container is not a folder")
        }
        return entry
    }

    @MainActor private func receive(
        _ entry: ContainerEntry, _ received: ReceivedFiles, _ place: (folder: String, name: String?)
    ) async throws {
        try await HostTar.unpack(into: received.folder.string) { try await entry.files.read(entry.path, to: $0) }
        let removed = try received.tame()
        if removed > 0 {
            try await context.messages.line("warning: \(removed) devices, pipes or sockets were not copied")
        }
        // The archive of `/` has no entry for it.
        let top = entry.path == "/" ? [received.folder] : try received.entries()
        guard top.count == 1 else {
            throw CommandError(.refused, "what the engine sent is not '\(source.absolute)'")
        }
        let folder = FilePath(place.folder)
        if let name = place.name { return try received.move(top[0], to: folder.appending(name)) }
        for child in try received.entries(of: top[0]) {
            guard let name = child.lastComponent else { continue }
            try received.move(child, to: folder.appending(name))
        }
    }

    /// The folder of this host that the copy goes into, and its name there; no name for the content of a folder.
    private func place(of entry: ContainerEntry, at path: CopyPath) throws -> (folder: String, name: String?) {
        var status = stat()
        if stat(path.absolute, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                if path.mustBeFolder || entry.isFolder {
                    throw CommandError(.inputOutput, "'\(path.absolute)' is not a folder")
                }
                // Through a link that is named, as cp does.
                let real = try Self.real(path.absolute)
                return (real.parent, real.name)
            }
            let folder = try Self.real(path.absolute).absolute
            return (folder, source.meansContent ? nil : source.name)
        }
        guard stat(path.parent, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw CommandError(.inputOutput, "there is no folder '\(path.parent)'", hint: "make it first")
        }
        if path.mustBeFolder, !entry.isFolder {
            throw CommandError(.inputOutput, "there is no folder '\(path.absolute)'", hint: "make it first")
        }
        return (try Self.real(path.parent).absolute, path.name)
    }

    private static func real(_ path: String) throws -> CopyPath {
        guard let real = CopyPath(resolving: path) else {
            throw CommandError(.inputOutput, "cannot look at '\(path)': \(Errno(rawValue: errno))")
        }
        return real
    }
}
