/// A volume to be created.
public struct VolumeConfiguration: Sendable, Hashable, Encodable {
    /// Its name.
    public var name: String
    /// The driver; `local` unless given.
    public var driver: String
    /// The driver's options.
    public var options: [String: String]
    /// Its labels.
    public var labels: [String: String]

    /// Creates a configuration.
    public init(
        name: String, driver: String = "local", options: [String: String] = [:], labels: [String: String] = [:]
    ) {
        self.name = name
        self.driver = driver
        self.options = options
        self.labels = labels
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case options = "DriverOpts"
        case labels = "Labels"
    }
}
