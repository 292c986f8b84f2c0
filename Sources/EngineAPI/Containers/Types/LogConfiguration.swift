/// Where a container's output goes.
public struct LogConfiguration: Sendable, Hashable, Codable {
    /// The driver: `json-file`, `local`, `journald`, `k8s-file` (Podman), `none`.
    public var driver: String
    /// Its options, such as `max-size` and `max-file`.
    public var options: [String: String]

    /// Creates a configuration.
    public init(driver: String, options: [String: String] = [:]) {
        self.driver = driver
        self.options = options
    }

    enum CodingKeys: String, CodingKey {
        case driver = "Type"
        case options = "Config"
    }

    /// Decodes; missing options are none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(driver: try container[.driver, or: ""], options: try container[.options, or: [:]])
    }
}
