/// What BuildKit tells of a build that goes on: `moby.buildkit.v1.StatusResponse`. Each trace holds what has changed since the one
/// before.
public struct BuildTrace: Sendable, Hashable {
    /// One operation, such as a step of the Dockerfile. It is told again whenever something of it changes.
    public struct Vertex: Sendable, Hashable {
        /// What it is known by.
        public var digest = ""
        /// Such as `[build 2/4] RUN make`, or `[internal] load remote build context`.
        public var name = ""
        /// Whether its result was taken from the cache.
        public var isCached = false
        /// Whether it has begun.
        public var isStarted = false
        /// Whether it has ended, well or not.
        public var isCompleted = false
        /// Why it failed; empty where it did not.
        public var error = ""

        /// One of which nothing is known.
        public init() {}
    }

    /// How far a part of an operation is, such as the pull of a layer.
    public struct Status: Sendable, Hashable {
        /// What it is, such as a layer's digest.
        public var id = ""
        /// The operation's digest.
        public var vertex = ""
        /// What happens to it, such as `extracting`; often empty.
        public var name = ""
        /// Bytes so far.
        public var current: Int64 = 0
        /// Bytes in all; 0 where that is not known.
        public var total: Int64 = 0

        /// One of which nothing is known.
        public init() {}
    }

    /// What an operation prints.
    public struct Log: Sendable, Hashable {
        /// The operation's digest.
        public var vertex = ""
        /// 1 for standard output, 2 for standard error.
        public var stream: Int64 = 0
        /// A piece of it, cut anywhere.
        public var bytes: [UInt8] = []

        /// Nothing, of nobody.
        public init() {}
    }

    /// Operations.
    public var vertexes: [Vertex] = []
    /// Progress of parts of them.
    public var statuses: [Status] = []
    /// What they print.
    public var logs: [Log] = []
    /// What BuildKit does not like in the Dockerfile, in a sentence each; Docker 27 and newer.
    public var warnings: [String] = []

    /// Nothing.
    public init() {}
}
