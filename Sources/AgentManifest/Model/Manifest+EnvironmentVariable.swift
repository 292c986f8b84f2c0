import AgentValues

extension Manifest {
    /// One entry of `spec.environment`.
    public struct EnvironmentVariable: Sendable, Hashable {
        /// Where the value comes from.
        public enum Source: Sendable, Hashable {
            /// `value`: the text as written.
            case value(String)
            /// `from: secret`: the secret `name` (`secretName`, else the variable's name) and, where the secret holds
            /// several values, the one under `key` (`secretKey`).
            case secret(name: String, key: String?)
            /// `from: env`: the host's variable `key` (`envKey`, else the variable's name).
            case hostEnvironment(key: String)
            /// `- NAME`, or `NAME:` without a value: the host's variable `key`; not set where the host has none.
            case hostEnvironmentIfSet(key: String)
            /// `from: file`: the content of the file at `path`, relative to the manifest.
            case file(path: String)
            /// `from: configmap`: `path` is a file, or a folder with one file per key, relative to the manifest.
            case configMap(name: String?, key: String?, path: String?)
        }

        /// The variable's name: `[A-Za-z_][A-Za-z0-9_]*`; dots and dashes are allowed with a warning.
        public var name: String
        /// Where the value comes from.
        public var source: Source
        /// `defaultValue`: what to take when the source has nothing.
        public var defaultValue: String?

        /// Creates a variable.
        public init(name: String, source: Source, defaultValue: String? = nil) {
            self.name = name
            self.source = source
            self.defaultValue = defaultValue
        }
    }
}

extension Manifest {
    /// One entry of `spec.env_file`.
    public struct EnvironmentFileReference: Sendable, Hashable {
        /// The file's path, relative to the manifest.
        public var path: String
        /// `required`: whether it is a mistake when there is no such file.
        public var isRequired = true

        /// A file that must be there.
        public init(path: String) { self.path = path }

        /// The keys of an item of `spec.env_file`.
        static let fields: [Field<Self>] = [
            .required("path", .text, "The file, from the manifest's folder.") { $0.path = $1 },
            Field("required", .boolean, "Whether it must be there.", default: true) { $0.isRequired = $1 },
        ]
    }
}

extension Manifest.EnvironmentVariable {
    /// What `spec.environment` may be.
    static let kind = KeyShape.Kind.either([
        .items(orElse: .matching(#"^[^=\s]+(=[\s\S]*)?$"#)), .texts(names: #"^[^=\s]+$"#),
    ])

    /// The keys of an item of `spec.environment`.
    static let keys: [KeyDeclaration] = [
        .required("name", .matching(#"^[^=\s]+$"#), "The variable's name."),
        KeyDeclaration("value", .defined(.scalar), "Its value, as written."),
        KeyDeclaration("secretName", .text, "The secret; the variable's name unless given."),
        KeyDeclaration("secretKey", .text, "The key in the secret."),
        KeyDeclaration("envKey", .text, "The host's variable; the same name unless given."),
        KeyDeclaration("path", .text, "The host's file, from the manifest's folder."),
        KeyDeclaration("defaultValue", .defined(.scalar), "The value where there is none."),
        KeyDeclaration("configMapName", .text, "The config map."),
        KeyDeclaration("configMapKey", .text, "The key in the config map."),
        KeyDeclaration(
            "from", .words(["secret", "env", "file", "configmap", "config"]),
            "Where its value comes from, in place of `value`."),
    ]
}
