import AgentManifest
import Glibc
import SystemPackage

/// A project's name, by the grammar of agents' names.
enum ProjectName {
    /// A name that a user chose, unchanged.
    ///
    /// - Throws: ``CommandError`` with code `usage` when it is no such name.
    static func checked(_ name: String, from source: String) throws -> String {
        guard !AgentName.isValid(name) else { return name }
        throw CommandError(
            .usage, "'\(name)' (\(source)) is not a project's name: \(AgentName.grammar)",
            hint: AgentName.nearest(to: name).map { "use '\($0)'" })
    }

    /// The name of a folder, made to fit.
    ///
    /// - Throws: ``CommandError`` with code `usage` when nothing of it fits.
    static func derived(fromFolder folder: String) throws -> String {
        if let name = AgentName.nearest(to: FilePath(folder).lastComponent?.string ?? "") { return name }
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

    /// The absolute path of the current folder.
    static var currentFolder: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}
