import Glibc
import SystemPackage

/// Looks at the folder that an image is built from. A protocol, so that planning can be tested without files.
public protocol FolderReader: Sendable {
    /// What stands at an absolute path; links are followed.
    func kind(of path: String) -> FileKind
    /// The names in a folder, in any order.
    ///
    /// - Throws: when the folder cannot be read.
    func names(in folder: String) throws -> [String]
    /// The first `limit` bytes of a file.
    ///
    /// - Throws: when the file cannot be read.
    func content(of path: String, limit: Int) throws -> [UInt8]
    /// The absolute path without links; nil when nothing is there.
    func resolved(_ path: String) -> String?
}

/// What stands at a path.
public enum FileKind: Sendable, Hashable {
    /// Nothing, or nothing that may be looked at.
    case missing
    /// A regular file.
    case file
    /// A folder.
    case folder
    /// Anything else, such as a socket.
    case other
}

/// The files of this host.
public struct LocalFolderReader: FolderReader {
    /// Creates a reader.
    public init() {}

    /// As `stat(2)` says.
    public func kind(of path: String) -> FileKind {
        var status = stat()
        guard stat(path, &status) == 0 else { return .missing }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// As `readdir(3)` says, sorted.
    ///
    /// - Throws: `Errno`.
    public func names(in folder: String) throws -> [String] {
        try OpenFile(Array(folder.utf8), in: nil, isFolder: true).names().map { String(decoding: $0, as: UTF8.self) }
    }

    /// As `read(2)` says.
    ///
    /// - Throws: `Errno`.
    public func content(of path: String, limit: Int) throws -> [UInt8] {
        let file = try OpenFile(Array(path.utf8), in: nil, isFolder: false)
        var content: [UInt8] = []
        while content.count < limit {
            let part = try file.read(upTo: limit - content.count)
            if part.isEmpty { break }
            content += part
        }
        return content
    }

    /// As `realpath(3)` says.
    public func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
