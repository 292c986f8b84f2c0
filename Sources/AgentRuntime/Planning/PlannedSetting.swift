/// One setting that a plan led to, and where it came from.
public struct PlannedSetting: Sendable, Hashable, Codable {
    /// Where a value came from; each beats the ones before it.
    public enum Origin: String, Sendable, Hashable, Codable {
        /// A default of this program.
        case `default`
        /// The definition of the agent's runtime.
        case runtime
        /// The manifest.
        case manifest
        /// A flag of the command line.
        case flag
    }

    /// The setting's name, such as `memory`.
    public var name: String
    /// The value, for people, such as `1Gi, no swap`.
    public var value: String
    /// Where it came from.
    public var origin: Origin
    /// The key of the manifest, or the flag, that changes it.
    public var key: String

    /// Creates a setting.
    public init(_ name: String, _ value: String, _ origin: Origin, key: String) {
        self.name = name
        self.value = value
        self.origin = origin
        self.key = key
    }
}
