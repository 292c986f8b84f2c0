/// Which part of a container's log to read.
public struct LogOptions: Sendable, Hashable {
    /// Whether the stream goes on with what is printed later, until the container ends.
    public var follow: Bool
    /// Whether standard output is wanted.
    public var stdout: Bool
    /// Whether standard error is wanted.
    public var stderr: Bool
    /// Only what was printed at or after this time.
    public var since: EngineTime?
    /// Only what was printed before this time.
    public var until: EngineTime?
    /// Whether each line begins with its time.
    public var timestamps: Bool
    /// Only this many lines from the end; all when nil.
    public var tail: Int?

    /// Creates options; without any, the whole log up to now.
    public init(
        follow: Bool = false, stdout: Bool = true, stderr: Bool = true, since: EngineTime? = nil,
        until: EngineTime? = nil, timestamps: Bool = false, tail: Int? = nil
    ) {
        self.follow = follow
        self.stdout = stdout
        self.stderr = stderr
        self.since = since
        self.until = until
        self.timestamps = timestamps
        self.tail = tail
    }
}
