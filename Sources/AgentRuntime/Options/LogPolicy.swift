/// How much of a container's output the engine keeps.
public struct LogPolicy: Sendable, Hashable, Codable {
    /// The size of one log file in bytes.
    public var maximumSize: Int64
    /// How many files are kept; the oldest is dropped.
    public var maximumFiles: Int

    /// Creates a policy; 3 files of 10 MB unless given.
    public init(maximumSize: Int64 = 10_000_000, maximumFiles: Int = 3) {
        self.maximumSize = maximumSize
        self.maximumFiles = maximumFiles
    }
}
