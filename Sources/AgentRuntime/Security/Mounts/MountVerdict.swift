/// Whether a mount may be there.
enum MountVerdict: Sendable, Hashable {
    case allowed(Reason)
    case denied(MountDenial)

    /// Why a mount may be there.
    enum Reason: Sendable, Hashable, CustomStringConvertible {
        /// It is the folder of the manifest, or of the command, or lies beneath it.
        case projectFolder
        /// The command line names a folder that it is or lies beneath.
        case commandLine(folder: String)
        /// Somebody has written down why.
        case unsafe([String])
        /// The agent has the whole host.
        case privileged
        case namedVolume
        case unnamedVolume
        case memory

        /// In words that follow "may be mounted".
        var description: String {
            switch self {
            case .projectFolder: "in the manifest's folder"
            case .commandLine(let folder): "--mount-allow \(folder)"
            case .unsafe(let reasons): "allowUnsafe: \(reasons.joined(separator: "; "))"
            case .privileged: "level privileged"
            case .namedVolume: "named volume"
            case .unnamedVolume: "unnamed volume"
            case .memory: "tmpfs"
            }
        }
    }

    var denial: MountDenial? {
        if case .denied(let denial) = self { denial } else { nil }
    }
}

/// Why a path of the host must not be mounted.
struct MountDenial: Error, Sendable, Hashable {
    /// In words that follow "it".
    var objection: String
    /// What to do about it.
    var hint: String

    /// The whole sentence.
    func message(for source: String) -> String { "'\(source)' must not be mounted into an agent: it \(objection)" }
}
