public import AgentManifest

/// What `spec.runtime` stands for: how agents written for it are built and started.
///
/// One is a file `NAME.yaml`; the five of `runtimes/` are embedded in the program, a folder of the user's can replace them
/// and add others (see ``RuntimeCatalog``). The keys of the file:
///
/// | key | meaning |
/// |---|---|
/// | `name`, `aliases` | what `spec.runtime` says before the colon; `name` is the file's name |
/// | `defaultVersion`, `versions` | the version without a colon, and those known to exist (others are tried as written) |
/// | `image` | what the image starts from; `${version}` is the version |
/// | `build` | `{image, workingDir, environment}` of a stage before, whose folder `/out` goes to `workingDir` |
/// | `environment`, `port`, `workingDir`, `user` | of the image; defaults: none, 8080, `/app`, the base image's user |
/// | `ignore` | files that stay out of the image, as in a `.dockerignore` (which can take them back in with `!`) |
/// | `dependencyPattern` | a regular expression that each of `spec.dependencies` must match as a whole |
/// | `recipes` | a list of ``Recipe``: how to install and compile; the first that fits the folder is used |
/// | `start` | a list of ``StartRule``: what the container runs; the first that fits the folder is used |
/// | `healthCheck`, `limits` | defaults for the agent, as in a manifest |
public struct RuntimeDefinition: Sendable, Hashable {
    /// The name: what `spec.runtime` says before the colon.
    public var name: String
    /// Other names for it.
    public var aliases: [String] = []
    /// The version to take when the manifest names none.
    public var defaultVersion: String
    /// Versions known to exist.
    public var versions: [String] = []
    /// What the image starts from, with `${version}` for the version.
    public var image: String
    /// The stage before, where sources are compiled; nil when they are not.
    public var build: BuildStage?
    /// The image's environment.
    public var environment: [String: String] = [:]
    /// The port that agents of this runtime listen on.
    public var port: Int? = 8080
    /// The absolute folder of the image that the agent stands in and starts from.
    public var workingDirectory = "/app"
    /// The user that the agent runs as, such as `10001:10001`; nil for the base image's.
    public var user: String?
    /// Lines as in a `.dockerignore`: what stays out of the image.
    public var ignore: [String] = []
    /// A regular expression that each package of `spec.dependencies` must match as a whole; nil takes any text without
    /// control characters that does not begin with a dash.
    public var dependencyPattern: String?
    /// How to install and compile, by preference.
    public var recipes: [Recipe] = []
    /// What the container runs, by preference.
    public var start: [StartRule] = []
    /// When an agent counts as ready, unless its manifest says so.
    public var readiness: Manifest.Probe?
    /// Limits of an agent, unless its manifest has others.
    public var limits = Manifest.Resources.Amounts()

    /// Creates a definition with what it must have.
    public init(name: String, defaultVersion: String, image: String) {
        self.name = name
        self.defaultVersion = defaultVersion
        self.image = image
    }

    /// What it says about running an agent. Its environment is not among that: it is part of the image.
    public var defaults: RuntimeDefaults { RuntimeDefaults(port: port, readiness: readiness, limits: limits) }

    /// The name and the version as a manifest writes them.
    public func description(of version: String) -> String { "\(name):\(version)" }
}
