/// What a prune removed.
public struct PruneReport: Sendable, Hashable {
    /// The ids or names of what was removed.
    public var removed: [String]
    /// How many bytes of disk that freed; 0 for networks, which take none.
    public var reclaimedBytes: Int64
}

extension PruneReport: Decodable {
    /// One step of the removal of an image.
    private struct RemovedImage: Decodable {
        var id: String?
        enum CodingKeys: String, CodingKey { case id = "Deleted" }
    }

    enum CodingKeys: String, CodingKey {
        case containers = "ContainersDeleted"
        case images = "ImagesDeleted"
        case networks = "NetworksDeleted"
        case volumes = "VolumesDeleted"
        case caches = "CachesDeleted"
        case reclaimed = "SpaceReclaimed"
    }

    /// Decodes the answer of any prune; nothing must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let images: [RemovedImage] = try container[.images, or: []]
        removed = images.compactMap(\.id)
        for key in [CodingKeys.containers, .networks, .volumes, .caches] {
            let names: [String] = try container[key, or: []]
            removed += names
        }
        reclaimedBytes = try container[.reclaimed, or: 0]
    }
}
