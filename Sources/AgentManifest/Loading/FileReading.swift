import Diagnostics
import Glibc
import SystemPackage

/// Reading small files whole.
enum FileReading {
    /// What stands at a path.
    enum Kind { case missing, directory, other }

    /// What stands at a path; a symbolic link is followed.
    static func kind(of path: String) -> Kind {
        var info = stat()
        guard stat(path, &info) == 0 else { return .missing }
        return info.st_mode & S_IFMT == S_IFDIR ? .directory : .other
    }

    /// The content of a file, or its beginning: one byte more than a manifest may have, so that the reader can tell.
    /// - Parameter shown: the path as the user named it.
    static func read(_ path: String, shownAs shown: String) throws(ManifestError) -> [UInt8] {
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
            return try file.closeAfter { try read(file) }
        } catch {
            let reason = (error as? Errno).map(\.description) ?? String(describing: error)
            throw ManifestError(
                (error as? Errno) == .noSuchFileOrDirectory ? .notFound : .unreadable,
                "cannot read '\(shown)': \(reason)",
                hint: (error as? Errno) == .noSuchFileOrDirectory ? "name the manifest's file or folder with -f" : nil)
        }
    }

    /// What comes from a descriptor until its end, at most one byte more than a manifest may have.
    static func read(_ file: FileDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= YAMLLimits.fileBytes {
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// The folder of a file as an absolute path without `.`; one with `..` is resolved by the file system, because
    /// cutting it from the text is wrong behind a symbolic link.
    static func directory(of path: String, currentDirectory: String) -> String {
        let directory = FilePath(currentDirectory).pushing(FilePath(path)).removingLastComponent()
        if directory.components.contains(where: { $0.kind == .parentDirectory }),
            let resolved = realpath(directory.string, nil)
        {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        return FilePath(root: directory.root, directory.components.filter { $0.kind != .currentDirectory }).string
    }
}
