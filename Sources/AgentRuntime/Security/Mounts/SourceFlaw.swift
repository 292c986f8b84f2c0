import Diagnostics
import FoundationEssentials
import Glibc

/// Why the source of a bind mount cannot be opened.
enum SourceFlaw: Error, Sendable, Hashable {
    /// A symbolic link beneath the project's folder: the path of it, and where it leads.
    case link(String, to: String)
    /// Something on the way is not there.
    case missing
    /// This user may not look.
    case unreadable(reason: String)
    /// The path led elsewhere a moment later.
    case moved

    /// Why the source must not be mounted; nil where it is merely not there.
    var denial: MountDenial? {
        switch self {
        case .missing: nil
        case .link(let path, let target):
            MountDenial(
                objection: "is reached by the symbolic link '\(path)', which leads to '\(target)' now and may lead "
                    + "anywhere later",
                hint: "name '\(target)' itself, or say why with 'allowUnsafe: [reason]' of the volume")
        case .unreadable(let reason):
            MountDenial(
                objection: "cannot be opened by this user (\(reason)), and the engine may not see more for an agent",
                hint: "mount a folder that you can open")
        case .moved:
            MountDenial(
                objection: "leads elsewhere from one moment to the next",
                hint: "find out who changes it, and mount a folder that stays")
        }
    }
}

/// Says which part of a path is missing, and what is there instead.
enum MissingSource {
    /// - Parameter what: whose source it is.
    static func explained(_ path: String, of what: String) -> (message: String, hint: String) {
        var folder = path.hasPrefix("/") ? "/" : "."
        for part in path.split(separator: "/").map(String.init) {
            let next = folder.hasSuffix("/") ? folder + part : "\(folder)/\(part)"
            var status = stat()
            if stat(next, &status) == 0 {
                guard status.st_mode & S_IFMT == S_IFDIR else {
                    return (
                        "the source '\(path)' of \(what) cannot be there: '\(next)' is not a folder",
                        "change the volume's source"
                    )
                }
                folder = next
                continue
            }
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: next) {
                return (
                    "the source '\(path)' of \(what) is not there: '\(next)' links to '\(target)', which is missing",
                    "create '\(target)', or change the link"
                )
            }
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let near = nearest(to: part, among: names.sorted()).map { "did you mean '\($0)' in \(folder)?" }
            return (
                "the source '\(path)' of \(what) is not there", near ?? "create it, or change the volume's source"
            )
        }
        return ("the source '\(path)' of \(what) is not there", "create it, or change the volume's source")
    }
}
