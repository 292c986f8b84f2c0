import AgentRuntime
import EngineAPI
import Glibc
import SystemPackage

/// A copy from this host to a container.
package struct CopyIn: Sendable {
    let view: ContainerView
    let destination: CopyPath

    /// - Parameters:
    ///   - view: the agent's files.
    ///   - destination: the path in the container.
    package init(view: ContainerView, destination: CopyPath) {
        self.view = view
        self.destination = destination
    }

    /// Unpacks the archive on standard input into a folder.
    package func fromArchive<Input: AsyncSequence<[UInt8], any Error> & Sendable>(_ input: Input) async throws
    where Input.AsyncIterator: Sendable {
        let entry = try await find()
        guard let entry, entry.isFolder else {
            throw AgentError(
                .fileNotFound, "the container has no folder '\(destination.absolute)'",
                hint: "an archive is unpacked into a folder that is there")
        }
        try checkWritable(entry.path)
        try await entry.files.write(try await PlainArchive(input), into: entry.path)
    }

    /// Copies a file or folder as `cp -r` does; everything then belongs to the container's user.
    package func fromHost(_ source: CopyPath) async throws {
        var status = stat()
        guard stat(source.absolute, &status) == 0, let file = CopyPath(resolving: source.absolute) else {
            throw AgentError(.inputOutput, "cannot read '\(source.absolute)': \(Errno(rawValue: errno))")
        }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        guard isFolder || status.st_mode & S_IFMT == S_IFREG else {
            throw AgentError(.inputOutput, "'\(source.absolute)' is neither a file nor a folder")
        }
        if source.mustBeFolder, !isFolder {
            throw AgentError(.inputOutput, "'\(source.absolute)' is not a folder")
        }
        let place = try await place(isFolder: isFolder, name: source.meansContent ? nil : source.name)
        try checkWritable(place.folder.path)
        let content =
            if let name = place.name {
                HostTar.Content(
                    folder: isFolder ? file.absolute : file.parent,
                    members: [isFolder ? "." : FilePath("./\(file.name)")],
                    name: name)
            } else {
                HostTar.Content(
                    folder: file.absolute, members: try Self.members(of: file.absolute), name: nil)
            }
        try await HostTar.pack(content, owner: try await owner()) {
            try await place.folder.files.write($0, into: place.folder.path)
        }
    }

    private static func members(of folder: String) throws -> [FilePath] {
        do {
            return try FolderEntries.paths(in: FilePath(folder)).compactMap(\.lastComponent).map {
                FilePath(root: nil, [".", $0])
            }
        } catch let reason as Errno {
            throw AgentError(.inputOutput, "cannot read '\(folder)': \(reason)")
        }
    }

    private func find() async throws -> ContainerEntry? { try await view.find(destination.absolute) }

    /// The folder of the container that the copy goes into, and its name there; no name for the content of a folder.
    private func place(isFolder: Bool, name: String?) async throws -> (folder: ContainerEntry, name: String?) {
        if let entry = try await find() {
            if entry.isFolder { return (entry, name) }
            if isFolder || destination.mustBeFolder {
                throw AgentError(.fileNotFound, "'\(destination.absolute)' in the container is not a folder")
            }
            let path = CopyPath(inContainer: entry.path)
            return (ContainerEntry(files: entry.files, path: path.parent, isFolder: true), path.name)
        }
        if destination.mustBeFolder, !isFolder { throw missing(destination.absolute) }
        guard let parent = try await view.find(destination.parent), parent.isFolder else {
            throw missing(destination.parent)
        }
        return (parent, destination.name)
    }

    private func missing(_ folder: String) -> AgentError {
        AgentError(
            .fileNotFound, "the container has no folder '\(folder)'",
            facts: .init(path: folder))
    }

    /// Engines do not agree on who may write to a read-only file system from outside; the agent may not, so nobody does.
    private func checkWritable(_ path: String) throws {
        guard view.isReadOnly(path) else { return }
        let mounts = view.writableMounts
        throw AgentError(
            .refused, "the container's file system is read-only at '\(path)'",
            hint: mounts.isEmpty
                ? "give the agent a volume" : "these can be written to: \(mounts.joined(separator: ", "))")
    }

    /// The numbers of the container's user and group.
    private func owner() async throws -> ContainerOwner {
        try await ContainerUser(engine: view.engine, container: view.inspection.id)
            .owner(of: view.inspection.configuration.user ?? "")
    }
}

/// The tar archive of standard input, which must not be compressed: engines would unpack it with programs of their host.
private struct PlainArchive<Input: AsyncSequence<[UInt8], any Error> & Sendable>: AsyncSequence, Sendable
where Input.AsyncIterator: Sendable {
    /// The first bytes.
    private let head: [UInt8]
    private let rest: Input.AsyncIterator

    init(_ input: Input) async throws {
        var rest = input.makeAsyncIterator()
        var head: [UInt8] = []
        while head.count < 512, let piece = try await rest.next() { head += piece }
        // POSIX and GNU tar write this at byte 257 of the first header; an empty archive begins with zeros.
        guard head.count >= 512, head[257..<262].elementsEqual("ustar".utf8) || head.prefix(512).allSatisfy({ $0 == 0 })
        else {
            throw AgentError(
                .inputOutput, "standard input is not a tar archive", hint: "a compressed one is to be expanded first")
        }
        self.head = head
        self.rest = rest
    }

    struct Iterator: AsyncIteratorProtocol {
        var head: [UInt8]?
        var rest: Input.AsyncIterator

        mutating func next() async throws -> [UInt8]? {
            guard let head else { return try await rest.next() }
            self.head = nil
            return head
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(head: head, rest: rest) }
}
