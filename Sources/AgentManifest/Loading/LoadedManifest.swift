public import Diagnostics

/// A manifest with where it came from and what there is to warn about.
public struct LoadedManifest: Sendable {
    /// The agent.
    public var manifest: Manifest
    /// Warnings about this document, in the order of the file.
    public var warnings: [Diagnostic]
    /// The folder that relative paths are relative to: the manifest's own, or the current folder for standard input.
    public var directory: String
    /// The file's path as the user named it; `<stdin>` for standard input.
    public var file: String
    /// What `${NAME}` stands for in this manifest, and where `from: env` looks: the environment, over `--env-file`, over
    /// the `.env` beside the manifest. May hold secrets; do not print it.
    public var variables: [String: String]

    /// Creates a loaded manifest.
    /// - Parameters:
    ///   - manifest: the agent.
    ///   - warnings: about this document.
    ///   - directory: an absolute path.
    ///   - file: the file's path for messages.
    ///   - variables: what `${NAME}` stands for.
    public init(
        manifest: Manifest, warnings: [Diagnostic] = [], directory: String, file: String,
        variables: [String: String] = [:]
    ) {
        self.manifest = manifest
        self.warnings = warnings
        self.directory = directory
        self.file = file
        self.variables = variables
    }
}
