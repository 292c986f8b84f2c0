import Glibc
import SystemPackage

/// A copy from a container to this host.
package struct CopyOut: Sendable {
    let view: ContainerView
    let source: CopyPath

    /// - Parameters:
    ///   - view: the agent's files.
    ///   - source: the path in the container.
    package init(view: ContainerView, source: CopyPath) {
        self.view = view
        self.source = source
    }

    /// Writes the archive to standard output.
    package func toArchive(_ write: @escaping @Sendable ([UInt8]) async throws -> Void) async throws {
        let entry = try await find()
        try await entry.files.read(entry.path) { try await write($0) }
    }

    /// Copies to a path as `cp -r` does.
    ///
    /// - Returns: how many devices, pipes and sockets were left out.
    /// - Throws: ``AgentError``; what was there is then as it was, unless a folder was being joined with one that was there.
    @MainActor package func toHost(_ destination: CopyPath) async throws -> Int {
        let entry = try await find()
        let place = try place(of: entry, at: destination)
        do {
            let received = try ReceivedFiles(beside: place.folder)
            do {
                let removed = try await receive(entry, received, place)
                await received.remove()
                return removed
            } catch {
                await received.remove()
                throw error
            }
        } catch let reason as Errno {
            throw AgentError(.inputOutput, "cannot write to '\(place.folder)': \(reason)")
        }
    }

    private func find() async throws -> ContainerEntry {
        guard let entry = try await view.find(source.absolute) else {
            throw AgentError(.fileNotFound, "the container has no file or folder '\(source.absolute)'")
        }
        if source.mustBeFolder, !entry.isFolder {
            throw AgentError(.fileNotFound, "'\(source.absolute)' in the container is not a folder")
        }
        return entry
    }

    @MainActor private func receive(
        _ entry: ContainerEntry, _ received: ReceivedFiles, _ place: (folder: String, name: String?)
    ) async throws -> Int {
        try await HostTar.unpack(into: received.folder.string) { try await entry.files.read(entry.path, to: $0) }
        let removed = try received.tame()
        // The archive of `/` has no entry for it.
        let top = entry.path == "/" ? [received.folder] : try received.entries()
        guard top.count == 1 else {
            throw AgentError(.refused, "what the engine sent is not '\(source.absolute)'")
        }
        let folder = FilePath(place.folder)
        if let name = place.name {
            try received.move(top[0], to: folder.appending(name))
            return removed
        }
        for child in try received.entries(of: top[0]) {
            guard let name = child.lastComponent else { continue }
            try received.move(child, to: folder.appending(name))
        }
        return removed
    }

    /// The folder of this host that the copy goes into, and its name there; no name for the content of a folder.
    private func place(of entry: ContainerEntry, at path: CopyPath) throws -> (folder: String, name: String?) {
        var status = stat()
        if stat(path.absolute, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                if path.mustBeFolder || entry.isFolder {
                    throw AgentError(.inputOutput, "'\(path.absolute)' is not a folder")
                }
                // Through a link that is named, as cp does.
                let real = try Self.real(path.absolute)
                return (real.parent, real.name)
            }
            let folder = try Self.real(path.absolute).absolute
            return (folder, source.meansContent ? nil : source.name)
        }
        guard stat(path.parent, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw AgentError(.inputOutput, "there is no folder '\(path.parent)'", hint: "make it first")
        }
        if path.mustBeFolder, !entry.isFolder {
            throw AgentError(.inputOutput, "there is no folder '\(path.absolute)'", hint: "make it first")
        }
        return (try Self.real(path.parent).absolute, path.name)
    }

    private static func real(_ path: String) throws -> CopyPath {
        guard let real = CopyPath(resolving: path) else {
            throw AgentError(.inputOutput, "cannot look at '\(path)': \(Errno(rawValue: errno))")
        }
        return real
    }
}
