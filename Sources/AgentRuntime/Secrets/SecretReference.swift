/// A secret that an agent gets as a file, and perhaps as a variable. It says where the value is, and never holds it.
public struct SecretReference: Sendable, Hashable, Codable {
    /// Where the value comes from.
    public enum Source: Sendable, Hashable, Codable {
        /// A variable of the host, of `--env-file` or of the `.env` beside the manifest.
        case environment(key: String)
        /// A file of the host, by its absolute path.
        case file(path: String)
        /// What a program of the host prints on standard output; it runs in `directory`.
        case exec(command: [String], directory: String)
    }

    /// The file's name below `/run/secrets`.
    public var name: String
    /// Where the value comes from.
    public var source: Source
    /// The member of the value, which then is a JSON object; nil for the whole value.
    public var key: String?
    /// The variables of the agent's process that have the value.
    public var variables: [String]

    /// Creates a reference.
    public init(name: String, source: Source, key: String? = nil, variables: [String] = []) {
        self.name = name
        self.source = source
        self.key = key
        self.variables = variables
    }

    /// The folder of the files in the container.
    public static let folder = "/run/secrets"

    /// The file in the container.
    public var path: String { "\(Self.folder)/\(name)" }
}
