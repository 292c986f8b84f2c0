/// How one agent's image is built: everything is decided, nothing is done. Plain data, so that `plan` can print it.
///
/// Made by ``ImageBuildPlanner``, carried out by ``ImageBuilder``.
public struct ImageBuildPlan: Sendable, Hashable, Codable {
    /// The agent's name, for messages.
    public var agent: String
    /// The name and tag of the image to build, such as `shop-hello:1.0.0`.
    public var reference: String
    /// The absolute path of the folder that is sent to the engine.
    public var context: String
    /// The Dockerfile's path inside the context; of a made one, a name that no file of the folder keeps.
    public var dockerfile: String
    /// The text of a Dockerfile made from a runtime definition; nil for one of the user's own.
    public var dockerfileText: String?
    /// The runtime that the Dockerfile was made for, as `NAME:VERSION`; nil for a Dockerfile of the user's own.
    public var runtime: String?
    /// The stage to build; nil for the last.
    public var target: String?
    /// Build arguments, `ARG` of the Dockerfile.
    public var arguments: [String: String]
    /// Labels of the image.
    public var labels: [String: String]
    /// The images that the Dockerfile starts from or copies from, as far as they can be read from it; stages are not listed.
    public var baseImages: [String]
    /// Files that are sent beside, or in place of, those of the folder. A Dockerfile among them sets the labels.
    public var extraFiles: [GeneratedFile]
    /// Whether the Dockerfile is sent although it is to stay out of the image, so that its builder must take it away.
    public var hidesDockerfile: Bool
    /// The lines that say which files of the folder are left out, as in a `.dockerignore`.
    public var ignoreLines: [String]
    /// The files of the folder, by their paths in it, that installing dependencies reads.
    public var installFiles: [String]
    /// The absolute folder of the image that holds the sources as they are in `context`, so that a changed file can be put into a
    /// container without a build; nil when the image is made in another way, or it is not known how.
    public var syncFolder: String?
    /// Whether base images are pulled even when the engine has them.
    public var pullsBaseImages: Bool
    /// Whether the engine may take steps from its cache.
    public var usesCache: Bool
    /// What is worth knowing about the plan, one sentence each, such as a list that is not used.
    public var notes: [String]

    /// A file made by us rather than read from the folder.
    public struct GeneratedFile: Sendable, Hashable, Codable {
        /// Where it stands in the context.
        public var path: String
        /// Its text.
        public var text: String

        /// Creates a file.
        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// Creates a plan that builds `context` with the Dockerfile at `dockerfile`.
    public init(agent: String, reference: String, context: String, dockerfile: String = "Dockerfile") {
        self.agent = agent
        self.reference = reference
        self.context = context
        self.dockerfile = dockerfile
        arguments = [:]
        labels = [:]
        baseImages = []
        extraFiles = []
        hidesDockerfile = false
        ignoreLines = []
        installFiles = []
        pullsBaseImages = false
        usesCache = true
        notes = []
    }
}
