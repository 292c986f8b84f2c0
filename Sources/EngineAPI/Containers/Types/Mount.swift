/// A file system inside a container: a folder of the host, a volume, or memory.
public struct Mount: Sendable, Hashable, Codable {
    /// What is mounted.
    public struct Kind: WireValue {
        /// The engine's word.
        public var rawValue: String
        /// Takes any text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A file or folder of the host, which must exist.
        public static let bind: Kind = "bind"
        /// A volume of the engine, made when it is missing.
        public static let volume: Kind = "volume"
        /// Files in memory, gone with the container.
        public static let tmpfs: Kind = "tmpfs"
    }

    /// What is mounted.
    public var kind: Kind
    /// A host path, or a volume's name; nil for tmpfs and anonymous volumes.
    public var source: String?
    /// The absolute path inside.
    public var target: String
    /// Whether it cannot be written through this mount.
    public var isReadOnly: Bool?
    /// Further choices for `bind`.
    public var bindOptions: BindOptions?
    /// Further choices for `volume`.
    public var volumeOptions: VolumeOptions?
    /// Further choices for `tmpfs`.
    public var tmpfsOptions: TmpfsOptions?

    /// Creates a mount; set the options of its kind on the value.
    public init(_ kind: Kind, source: String? = nil, target: String, isReadOnly: Bool? = nil) {
        self.kind = kind
        self.source = source
        self.target = target
        self.isReadOnly = isReadOnly
    }

    /// Choices for bind mounts.
    public struct BindOptions: Sendable, Hashable, Codable {
        /// `private`, `rprivate`, `shared`, `rshared`, `slave`, `rslave`; `rprivate` when nil.
        public var propagation: String?
        /// Whether mounts below the source are left out.
        public var isNonRecursive: Bool?

        /// Creates the choices.
        public init(propagation: String? = nil, isNonRecursive: Bool? = nil) {
            self.propagation = propagation
            self.isNonRecursive = isNonRecursive
        }

        enum CodingKeys: String, CodingKey {
            case propagation = "Propagation"
            case isNonRecursive = "NonRecursive"
        }
    }

    /// Choices for volumes.
    public struct VolumeOptions: Sendable, Hashable, Codable {
        /// Whether a new volume stays empty instead of getting the image's files at the target.
        public var doesNotCopy: Bool?
        /// Labels of a volume that is made.
        public var labels: [String: String]?
        /// The driver of a volume that is made, with its options.
        public var driver: Driver?

        /// Creates the choices.
        public init(doesNotCopy: Bool? = nil, labels: [String: String]? = nil, driver: Driver? = nil) {
            self.doesNotCopy = doesNotCopy
            self.labels = labels
            self.driver = driver
        }

        enum CodingKeys: String, CodingKey {
            case doesNotCopy = "NoCopy"
            case labels = "Labels"
            case driver = "DriverConfig"
        }

        /// A volume driver.
        public struct Driver: Sendable, Hashable, Codable {
            /// Its name; `local` when nil.
            public var name: String?
            /// Its options. Those of `local` can mount any folder of the host.
            public var options: [String: String]?

            /// Creates a driver.
            public init(name: String? = nil, options: [String: String]? = nil) {
                self.name = name
                self.options = options
            }

            enum CodingKeys: String, CodingKey {
                case name = "Name"
                case options = "Options"
            }
        }
    }

    /// Choices for tmpfs.
    public struct TmpfsOptions: Sendable, Hashable, Codable {
        /// Bytes at most; half of the memory when nil.
        public var size: Int64?
        /// Permission bits of its root. Always sent, because Podman takes a missing mode beside a size for 0.
        public var mode: Int

        /// Creates the choices; `mode` is 0o1777, as that of `/tmp`, unless given.
        public init(size: Int64? = nil, mode: Int = 0o1777) {
            self.size = size
            self.mode = mode
        }

        enum CodingKeys: String, CodingKey {
            case size = "SizeBytes"
            case mode = "Mode"
        }

        /// Decodes; a missing mode is 0o1777.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(size: try container[.size], mode: try container[.mode, or: 0o1777])
        }
    }

    enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case source = "Source"
        case target = "Target"
        case isReadOnly = "ReadOnly"
        case bindOptions = "BindOptions"
        case volumeOptions = "VolumeOptions"
        case tmpfsOptions = "TmpfsOptions"
    }
}
