public import AgentManifest
import Diagnostics

/// Decides how an agent's image is built: manifest, runtime definitions, options and the folder's files in, a plan out. No
/// engine is asked.
public struct ImageBuildPlanner: Sendable {
    /// The runtime definitions.
    public var catalog: RuntimeCatalog
    /// What the command line says.
    public var options: ImageBuildOptions
    /// Looks at the folder.
    public var folder: any FolderReader

    /// Creates a planner.
    public init(
        catalog: RuntimeCatalog, options: ImageBuildOptions = ImageBuildOptions(),
        folder: any FolderReader = LocalFolderReader()
    ) {
        self.catalog = catalog
        self.options = options
        self.folder = folder
    }

    /// Plans the image of one agent.
    ///
    /// - Parameters:
    ///   - manifest: the agent.
    ///   - directory: the absolute path of the manifest's folder.
    ///   - project: the project's name.
    /// - Returns: the plan, or nil when the manifest names an image and nothing is built.
    /// - Throws: `DiagnosticsError` for what the manifest asks for and cannot have, with the place; ``BuildError`` for files
    ///   that cannot be read.
    public func plan(_ manifest: Manifest, directory: String, project: String) throws -> ImageBuildPlan? {
        if manifest.image != nil { return nil }
        do {
            let context = try contextFolder(of: manifest, in: directory)
            var plan = ImageBuildPlan(
                agent: manifest.name,
                reference: options.reference
                    ?? AgentImageName.forAgent(manifest.name, project: project, version: manifest.metadata.version),
                context: context)
            plan.pullsBaseImages = options.pullsBaseImages
            plan.usesCache = options.usesCache
            plan.labels = labels(of: manifest, project: project)
            if let dockerfile = try ownDockerfile(of: manifest, in: context) {
                try complete(&plan, withDockerfile: dockerfile, of: manifest)
            } else {
                try complete(&plan, withRuntimeOf: manifest)
            }
            return plan
        } catch let error as BuildError {
            guard let path = error.manifestPath else { throw error }
            let hint = (error.details + [error.hint].compactMap(\.self)).joined(separator: "; ")
            throw DiagnosticsError([
                manifest.diagnostic(
                    .error, code: error.reportCode, error.message, at: path, hint: hint.isEmpty ? nil : hint)
            ])
        }
    }

    /// The labels of the image: the manifest's own, and whose image it is. Those that say whose container one is stay off it,
    /// because every container of the image would inherit them.
    private func labels(of manifest: Manifest, project: String) -> [String: String] {
        var labels = manifest.metadata.labels.filter { !$0.key.hasPrefix("dev.agent.") }
        labels[AgentIdentity.Label.image] = "\(project)/\(manifest.name)"
        labels["org.opencontainers.image.version"] = manifest.metadata.version
        return labels
    }

    /// The folder to build: `spec.build.context`, relative to the manifest.
    private func contextFolder(of manifest: Manifest, in directory: String) throws(BuildError) -> String {
        let written = manifest.build?.context ?? "."
        if written.contains("://") || written.hasPrefix("git@") {
            throw BuildError(
                .contextMissing, "'\(written)' is not a folder of this host",
                hint: "fetch it first, then name the folder",
                manifestPath: "spec.build.context")
        }
        let path = Self.path(written, in: directory)
        switch folder.kind(of: path) {
        case .folder: return path
        case .missing:
            throw BuildError(
                .contextMissing, "there is no folder '\(written)' to build",
                hint: "paths are relative to the manifest; looked at \(path)", manifestPath: "spec.build.context")
        case .file, .other:
            throw BuildError(
                .contextMissing, "'\(written)' is not a folder", hint: "name the Dockerfile in `spec.build.dockerfile`",
                manifestPath: "spec.build.context")
        }
    }

    /// `path` as an absolute path without `.`, where a relative one begins at `directory`.
    static func path(_ path: String, in directory: String) -> String {
        let joined = path.hasPrefix("/") ? path : "\(directory)/\(path)"
        return "/" + joined.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
