extension Manifest {
    /// `spec.resources`.
    public struct Resources: Sendable, Hashable {
        /// `all` or a number of GPUs.
        public enum GPUs: Sendable, Hashable {
            /// Every GPU of the host.
            case all
            /// This many.
            case count(Int)
        }

        /// One set of amounts; nil where nothing is written.
        public struct Amounts: Sendable, Hashable {
            /// CPU time in billionths of one CPU: `500m` is 500 000 000.
            public var nanoCPUs: Int64?
            /// Memory in bytes.
            public var memory: Int64?
            /// The number of processes and threads.
            public var pids: Int64?
            /// Disk space of the container's own layer in bytes.
            public var ephemeralStorage: Int64?
            /// GPUs.
            public var gpus: GPUs?

            /// Nothing written.
            public init() {}
        }

        /// What the agent may use at most.
        public var limits = Amounts()
        /// What the agent should get under load; never more than its limit.
        public var requests = Amounts()

        /// Nothing written.
        public init() {}
    }
}
