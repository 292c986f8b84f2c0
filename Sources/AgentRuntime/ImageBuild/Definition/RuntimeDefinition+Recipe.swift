extension RuntimeDefinition {
    /// A stage before the image's own: `build` of a definition.
    public struct BuildStage: Sendable, Hashable {
        /// What it starts from, with `${version}` for the version.
        public var image: String
        /// The absolute folder that sources are compiled in.
        public var workingDirectory: String
        /// Its environment.
        public var environment: [String: String]

        /// Creates a stage.
        public init(image: String, workingDirectory: String = "/src", environment: [String: String] = [:]) {
            self.image = image
            self.workingDirectory = workingDirectory
            self.environment = environment
        }
    }

    /// A command of a recipe.
    public enum Command: Sendable, Hashable {
        /// A list: the program and its arguments, run without a shell.
        case words([String])
        /// A text: run by `/bin/sh -c`.
        case script(String)
    }

    /// How dependencies are installed and sources compiled: an entry of `recipes`.
    ///
    /// It fits when every one of `files` is in the folder, `line` (if given) is a line of the first of them, and, with
    /// `list: true`, `spec.dependencies` is not empty. Commands may hold `${version}`, `${entry}` (the file found by
    /// `start`), `${entryFolder}` and `${entryName}` (its folder and its name without extension); a word `${dependencies}`
    /// becomes one word for each of `spec.dependencies`.
    public struct Recipe: Sendable, Hashable {
        /// `files`: what must be in the folder.
        public var files: [String] = []
        /// `line`: a line, without space at its ends, that the first of `files` must have.
        public var line: String?
        /// `list`: whether this is for `spec.dependencies`.
        public var usesList = false
        /// `image`: what the build stage starts from instead of the definition's.
        public var buildImage: String?
        /// `write`: files to make, path to text. A line with `${dependency}` stands once for each of
        /// `spec.dependencies`; `${dependency.1}` is its part before the first colon, `${dependency.2}` the next.
        public var write: [String: String] = [:]
        /// `copy`: what `install` needs of the folder: names, or patterns with `*`, in the folder itself.
        public var copy: [String] = []
        /// `install`: commands that run before the sources are there, so that their result is kept until `copy` changes.
        public var install: [Command] = []
        /// `compile`: commands that run once the sources are there.
        public var compile: [Command] = []

        /// A recipe that fits always and does nothing.
        public init() {}
    }

    /// What the container runs: an entry of `start`.
    ///
    /// It fits when one of `files` is in the folder and, with `key`, the file is JSON with a text under that key (dots go
    /// into objects). `${entry}` in the command is the file, or with `key` the text found.
    public struct StartRule: Sendable, Hashable {
        /// `files`: the first that is in the folder counts.
        public var files: [String]
        /// `key`: where in the JSON file to look, such as `scripts.start`.
        public var key: String?
        /// `command`: the program and its arguments.
        public var command: [String]

        /// Creates a rule.
        public init(files: [String], key: String? = nil, command: [String]) {
            self.files = files
            self.key = key
            self.command = command
        }
    }
}
