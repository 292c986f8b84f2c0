import Glibc
import SystemPackage

/// Goes through a folder in a fixed order, entry by entry, and leaves out what the rules ignore.
///
/// Not safe for use by several threads at once; ``ContextReader`` owns one.
final class FolderWalk {
    /// Something to put into the archive.
    struct Entry {
        var header: TarHeader
        /// The file's content, where it is a file.
        var file: OpenFile?
        /// The path, for messages.
        var path: String
    }

    private struct Level {
        var folder: OpenFile
        /// The folder's path with a slash at its end; empty for the root.
        var path: [UInt8]
        var names: [[UInt8]]
        var next = 0
        var matches: IgnoreRules.Matches?
    }

    private let rules: IgnoreRules
    private let skipped: Set<String>
    private let selection: PathSelection?
    private let modes: BuildContext.Modes
    private var levels: [Level] = []
    /// Remarks since the last call of ``takeNotes()``.
    private var notes: [String] = []

    /// Opens the folder.
    ///
    /// - Parameters:
    ///   - path: the folder; here a link is followed.
    ///   - skipped: paths that are not taken from the folder.
    ///   - paths: the only ones that are, with what is below and the folders above; nil: all.
    init(
        path: String, rules: IgnoreRules, skipping skipped: Set<String>, paths: Set<String>? = nil,
        modes: BuildContext.Modes
    ) throws(BuildError) {
        self.rules = rules
        self.skipped = skipped
        selection = paths.map(PathSelection.init)
        self.modes = modes
        do {
            let folder = try OpenFile(Array(path.utf8), in: nil, isFolder: true)
            levels = [Level(folder: folder, path: [], names: try folder.names())]
        } catch {
            throw BuildError(.contextMissing, "cannot read the folder '\(path)': \(error)")
        }
    }

    /// The remarks about entries that are not sent.
    func takeNotes() -> [String] {
        defer { notes = [] }
        return notes
    }

    /// The next entry; nil after the last.
    func next() throws(BuildError) -> Entry? {
        while let level = levels.last {
            guard level.next < level.names.count else {
                levels.removeLast()
                continue
            }
            levels[levels.count - 1].next += 1
            let name = level.names[level.next]
            let bytes = level.path + name
            let path = String(decoding: bytes, as: UTF8.self)
            if skipped.contains(path) || selection?.contains(path) == false { continue }
            do {
                if let entry = try entry(name, bytes: bytes, path: path, in: level) { return entry }
            } catch Errno.noSuchFileOrDirectory {
                notes.append("'\(path)' disappeared and is not sent")
            } catch {
                throw BuildError(
                    .unreadable, "cannot read '\(path)' of the folder to build: \(error)",
                    hint: "make it readable, or name it in .dockerignore")
            }
        }
        return nil
    }

    private func entry(_ name: [UInt8], bytes: [UInt8], path: String, in level: Level) throws(Errno) -> Entry? {
        let matches = rules.matches(path, in: level.matches)
        let isIgnored = rules.isIgnored(matches)
        let status = try level.folder.status(of: name)
        let kind = status.st_mode & S_IFMT
        if isIgnored, kind != S_IFDIR || !rules.mayTakeBack(below: path) { return nil }

        switch kind {
        case S_IFDIR:
            let folder = try OpenFile(name, in: level.folder, isFolder: true)
            let names = try folder.names()
            levels.append(Level(folder: folder, path: bytes + [UInt8(ascii: "/")], names: names, matches: matches))
            if isIgnored { return nil }
            return Entry(header: header(bytes, .folder, status), file: nil, path: path)
        case S_IFLNK:
            let target = try level.folder.target(of: name)
            return Entry(header: header(bytes, .symbolicLink(target: target), status), file: nil, path: path)
        case S_IFREG:
            let file = try OpenFile(name, in: level.folder, isFolder: false)
            let opened = try file.status()
            guard opened.st_mode & S_IFMT == S_IFREG else { break }
            return Entry(header: header(bytes, .file(size: Int64(opened.st_size)), opened), file: file, path: path)
        default: break
        }
        notes.append("'\(path)' is a socket, pipe or device and is not sent")
        return nil
    }

    private func header(_ path: [UInt8], _ kind: TarHeader.Kind, _ status: stat) -> TarHeader {
        var mode = UInt32(status.st_mode) & 0o7777
        switch (modes, kind) {
        case (_, .symbolicLink): mode = 0o777
        case (.kept, _): break
        case (.readable, .folder): mode = 0o755
        case (.readable, .file): mode = mode & 0o111 == 0 ? 0o644 : 0o755
        }
        return TarHeader(path: path, kind: kind, mode: mode, modified: Int64(status.st_mtim.tv_sec))
    }
}
