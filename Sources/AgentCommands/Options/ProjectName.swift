import Glibc
import SystemPackage

/// A project's name: lower-case letters, digits and dashes, 63 at most, neither starting nor ending with a dash.
enum ProjectName {
    private static let longest = 63

    /// A name that a user chose, unchanged.
    ///
    /// - Throws: ``CommandError`` with code `usage` when it is no such name.
    static func checked(_ name: String, from source: String) throws -> String {
        let fitting = sanitised(name)
        guard fitting != name else { return name }
        throw CommandError(
            .usage,
            "'\(name)' (\(source)) is not a project's name: lower-case letters, digits and inner dashes, "
                + "\(longest) at most", hint: fitting.isEmpty ? nil : "use '\(fitting)'")
    }

    /// The name of a folder, made to fit.
    ///
    /// - Throws: ``CommandError`` with code `usage` when nothing of it fits.
    static func derived(fromFolder folder: String) throws -> String {
        let name = sanitised(FilePath(folder).lastComponent?.string ?? "")
        guard name.isEmpty else { return name }
        throw CommandError(
            .usage, "the folder '\(folder)' gives no name to the project", hint: "name it with --project or AAC_PROJECT"
        )
    }

    /// The absolute path of the folder of a manifest; the current one for nil and for standard input (`-`).
    static func folder(of file: String?) -> String {
        let current = currentFolder
        guard let file, file != "-" else { return current }
        let path = FilePath(current).pushing(FilePath(file))
        var status = stat()
        let isFolder = stat(path.string, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        let folder = isFolder ? path : path.removingLastComponent()
        // The system's own view of `..` and links, where the folder is there.
        guard let resolved = realpath(folder.string, nil) else { return folder.lexicallyNormalized().string }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Lower case, everything that does not fit as one dash.
    static func sanitised(_ text: String) -> String {
        var name = ""
        for character in text.lowercased().unicodeScalars {
            switch character {
            case "a"..."z", "0"..."9": name.unicodeScalars.append(character)
            case _ where name.isEmpty || name.hasSuffix("-"): break
            default: name += "-"
            }
        }
        name = String(name.prefix(longest))
        while name.hasSuffix("-") { name.removeLast() }
        return name
    }

    /// The absolute path of the current folder.
    static var currentFolder: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}
