/// What takes space on the engine's disk: `GET /system/df`. Sizes are in bytes.
public struct DiskUsage: Sendable, Hashable, Decodable {
    /// An image.
    public struct Image: Sendable, Hashable, Decodable {
        /// Its id.
        public var id: String
        /// Its references; Podman says only their tags.
        public var tags: [String]
        /// Its size with all layers.
        public var size: Int64
        /// How much of it other images use too.
        public var sharedSize: Int64
        /// How many containers were made of it.
        public var containerCount: Int

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case tags = "RepoTags"
            case size = "Size"
            case sharedSize = "SharedSize"
            case containerCount = "Containers"
        }

        /// Decodes; only the id must be there.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = try container.decode(String.self, forKey: .id)
            tags = try container[.tags, or: []]
            size = try container[.size, or: 0]
            sharedSize = try container[.sharedSize, or: 0]
            containerCount = try container[.containerCount, or: 0]
        }
    }

    /// A container.
    public struct Container: Sendable, Hashable, Decodable {
        /// Its id.
        public var id: String
        /// Its names, without a slash.
        public var names: [String]
        /// What it has written itself.
        public var size: Int64
        /// Its labels; Podman does not say them here.
        public var labels: [String: String]

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case names = "Names"
            case size = "SizeRw"
            case labels = "Labels"
        }

        /// Decodes; only the id must be there.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = try container.decode(String.self, forKey: .id)
            let names: [String] = try container[.names, or: []]
            self.names = names.map(ContainerName.withoutSlash)
            size = try container[.size, or: 0]
            labels = try container[.labels, or: [:]]
        }
    }

    /// A volume.
    public struct Volume: Sendable, Hashable, Decodable {
        /// Its name.
        public var name: String
        /// Its labels.
        public var labels: [String: String]
        /// What is in it; nil where the engine cannot say.
        public var size: Int64?
        /// How many containers have it; nil where the engine cannot say.
        public var containerCount: Int?

        private struct Usage: Decodable {
            var size: Int64?
            var references: Int?
            enum CodingKeys: String, CodingKey {
                case size = "Size"
                case references = "RefCount"
            }
        }

        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case labels = "Labels"
            case usage = "UsageData"
        }

        /// Decodes; only the name must be there. -1 stands for what the engine cannot say.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            name = try container.decode(String.self, forKey: .name)
            labels = try container[.labels, or: [:]]
            let usage: Usage? = try container[.usage]
            size = usage?.size.flatMap { $0 < 0 ? nil : $0 }
            containerCount = usage?.references.flatMap { $0 < 0 ? nil : $0 }
        }
    }

    /// A step of a build that is kept.
    public struct CacheEntry: Sendable, Hashable, Decodable {
        /// Its id.
        public var id: String
        /// What made it, in the builder's words.
        public var summary: String
        /// Its size.
        public var size: Int64
        /// Whether a build uses it now.
        public var isInUse: Bool

        enum CodingKeys: String, CodingKey {
            case id = "ID"
            case summary = "Description"
            case size = "Size"
            case isInUse = "InUse"
        }

        /// Decodes; only the id must be there.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = try container.decode(String.self, forKey: .id)
            summary = try container[.summary, or: ""]
            size = try container[.size, or: 0]
            isInUse = try container[.isInUse, or: false]
        }
    }

    /// All layers, each counted once; nil where the engine does not say (Podman).
    public var layersSize: Int64?
    /// The images.
    public var images: [Image]
    /// The containers.
    public var containers: [Container]
    /// The volumes.
    public var volumes: [Volume]
    /// The build cache; empty on Podman, whose cache is images without a name.
    public var buildCache: [CacheEntry]

    enum CodingKeys: String, CodingKey {
        case layersSize = "LayersSize"
        case images = "Images"
        case containers = "Containers"
        case volumes = "Volumes"
        case buildCache = "BuildCache"
    }

    /// Decodes; nothing must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        images = try container[.images, or: []]
        containers = try container[.containers, or: []]
        volumes = try container[.volumes, or: []]
        buildCache = try container[.buildCache, or: []]
        let size: Int64 = try container[.layersSize, or: 0]
        // Podman writes 0 whatever there is.
        layersSize = size == 0 && !images.isEmpty ? nil : size
    }
}
