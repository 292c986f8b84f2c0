import Diagnostics
import Glibc
import Subprocess
import SystemPackage

/// What an agent sent, unpacked where only we look, until it is known to be harmless and goes to its place.
@MainActor struct ReceivedFiles {
    /// The folder that it is in, beside its place, so that it gets there by being renamed.
    let folder: FilePath

    /// - Throws: `Errno`.
    init(beside place: String) throws {
        var template = Array("\(place)/.aac-runtime-cp-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        folder = FilePath(platformString: template)
    }

    /// Removes devices, pipes and sockets, takes special rights away, and lets the owner into all folders.
    ///
    /// - Returns: how many entries were removed.
    func tame() throws -> Int { try Self.tame(folder) }

    /// What is at the top.
    func entries() throws -> [FilePath] { try entries(of: folder) }

    /// What is in one of its folders.
    func entries(of folder: FilePath) throws -> [FilePath] { try FolderEntries.paths(in: folder) }

    /// Moves an entry to a path: folders join folders, files replace files and links. Links are never followed.
    ///
    /// - Throws: ``AgentError`` when a file would take a folder's place, or a folder a file's; `Errno`.
    func move(_ entry: FilePath, to place: FilePath) throws {
        guard let old = try Self.mode(of: place) else { return try Self.rename(entry, place) }
        let isFolder = try Self.mode(of: entry).map(Self.isFolder) ?? false
        switch (isFolder, Self.isFolder(old)) {
        case (true, true):
            for child in try entries(of: entry) {
                guard let name = child.lastComponent else { continue }
                try move(child, to: place.appending(name))
            }
        case (false, false) where old & S_IFMT == S_IFREG || old & S_IFMT == S_IFLNK: try Self.rename(entry, place)
        case (true, false):
            throw AgentError(
                .inputOutput, "'\(TerminalText.line(place.string))' is not a folder, and a folder was to go there")
        case (false, true):
            throw AgentError(
                .inputOutput, "'\(TerminalText.line(place.string))' is a folder, and a file was to go there")
        case (false, false):
            throw AgentError(
                .inputOutput, "'\(TerminalText.line(place.string))' is neither a file nor a folder",
                hint: "write an archive to standard output with -")
        }
    }

    /// Removes what is left. Not by ourselves: paths in it may be longer than those that calls of the system take.
    func remove() async {
        let folder = folder
        await Task {
            _ = try? await Subprocess.run(
                .name("rm"), arguments: ["-rf", "--", folder.string], input: .none, output: .discarded,
                error: .discarded)
        }.value
    }

    private static func tame(_ folder: FilePath) throws -> Int {
        var removed = 0
        for child in try FolderEntries.paths(in: folder) {
            guard let mode = try mode(of: child) else { continue }
            switch mode & S_IFMT {
            case S_IFDIR:
                try check(child.withPlatformString { chmod($0, mode & 0o777 | 0o700) })
                removed += try tame(child)
            case S_IFREG:
                if mode & 0o7000 != 0 { try check(child.withPlatformString { chmod($0, mode & 0o777) }) }
            case S_IFLNK: break
            default:
                try check(child.withPlatformString { unlink($0) })
                removed += 1
            }
        }
        return removed
    }

    private static func mode(of path: FilePath) throws -> mode_t? {
        var status = stat()
        if path.withPlatformString({ lstat($0, &status) }) == 0 { return status.st_mode }
        let reason = Errno(rawValue: errno)
        guard reason == .noSuchFileOrDirectory else { throw reason }
        return nil
    }

    private static func isFolder(_ mode: mode_t) -> Bool { mode & S_IFMT == S_IFDIR }

    private static func rename(_ from: FilePath, _ to: FilePath) throws {
        try check(from.withPlatformString { from in to.withPlatformString { Glibc.rename(from, $0) } })
    }

    private static func check(_ result: CInt) throws {
        if result != 0 { throw Errno(rawValue: errno) }
    }
}
