public import AgentValues
import Diagnostics
import FoundationEssentials
import Glibc

/// Finds bind mounts whose source is missing or of the wrong kind before anything is created, and creates none:
/// `{use: bind-check, config: {files: false}}`.
///
/// A source or target that ends with a slash wants a folder; with `files: false` every source must be one. Where the engine runs
/// elsewhere its paths are not this host's, and nothing is checked.
public struct BindCheckHook: RunHook {
    static let hookName = "bind-check"
    /// `bind-check`.
    public let name = Self.hookName
    private let allowsFiles: Bool

    /// Creates a hook; without `files` only folders may be mounted.
    public init(files: Bool = true) { allowsFiles = files }

    /// Creates a hook from a manifest's `config`.
    /// - Throws: ``/AgentValues/SettingsError``.
    public init(config: JSONValue) throws {
        self.init(files: try Settings(config, keys: ["files"]).bool("files") ?? true)
    }

    /// Checks the sources.
    /// - Throws: ``RunError`` with `file`, which names all of the bad ones.
    public func preRun(_ options: inout RunOptions, in context: RunContext) async throws {
        guard !context.isPlan, context.engine?.isLocal != false else { return }
        let problems = options.volumes.filter { $0.kind == .bind }.compactMap(problem)
        guard let first = problems.first else { return }
        throw RunError(
            .file, agent: context.agent, first.message, details: problems.dropFirst().map(\.message), hint: first.hint)
    }

    func problem(_ mount: VolumeMount) -> (message: String, hint: String)? {
        var status = stat()
        let what = "the volume '\(mount.target)'"
        guard stat(mount.source, &status) == 0 else {
            return switch errno {
            case ENOENT, ENOTDIR: MissingSource.explained(mount.source, of: what)
            case ELOOP: ("the source '\(mount.source)' of \(what) is a circle of links", "correct the links")
            // The engine may see what this user may not.
            default: nil
            }
        }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        let wantsFolder = !allowsFiles || mount.source.hasSuffix("/") || mount.target.hasSuffix("/")
        guard wantsFolder, !isFolder else { return nil }
        return ("the source '\(mount.source)' of \(what) is not a folder", "name the folder that it is in")
    }
}
