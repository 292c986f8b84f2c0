/// All about one volume.
public struct VolumeInspection: Sendable, Hashable, Decodable {
    /// Its name.
    public var name: String
    /// Its driver.
    public var driver: String
    /// Where its files are on the engine's host.
    public var mountpoint: String
    /// Its labels.
    public var labels: [String: String]
    /// The driver's options. Those of `local` can mount any folder of the host.
    public var options: [String: String]

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case mountpoint = "Mountpoint"
        case labels = "Labels"
        case options = "Options"
    }

    /// Decodes; only the name must be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        driver = try container[.driver, or: ""]
        mountpoint = try container[.mountpoint, or: ""]
        labels = try container[.labels, or: [:]]
        options = try container[.options, or: [:]]
    }
}
