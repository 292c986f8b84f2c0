import AgentValues

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

extension Manifest.Resources {
    /// The keys of `spec.resources`.
    static let fields: [Field<Self>] = [
        Field("limits", .section(Amounts(), Amounts.limits), "At most so much.") { $0.limits = $1 },
        Field("requests", .section(Amounts(), Amounts.requests), "At least so much, where others want it too.") {
            $0.requests = $1
        },
    ]
}

extension Manifest.Resources.Amounts {
    /// The keys of `spec.resources.limits`.
    static let limits: [Field<Self>] =
        [
            Field("cpu", .cpus, "CPUs.", default: 1) { $0.nanoCPUs = $1 },
            Field("memory", .memory, "Memory, without swap.", default: "1Gi") { $0.memory = $1 },
        ] + others + [Field("pids", .processes, "Processes and threads.", default: 256) { $0.pids = $1 }]

    /// The keys of `spec.resources.requests`.
    static let requests: [Field<Self>] =
        [
            Field("cpu", .cpus, "CPUs.") { $0.nanoCPUs = $1 },
            Field("memory", .memory, "Memory.") { $0.memory = $1 },
        ] + others + [
            Field(
                "pids", .processes, "Processes and threads.", support: .pending("no engine can reserve processes")
            ) { $0.pids = $1 }
        ]

    private static let others: [Field<Self>] = [
        Field(
            "ephemeral-storage", .memory, "The container's own layer on disk.",
            support: .pending("the container's layer may use the whole disk")
        ) { $0.ephemeralStorage = $1 },
        Field("gpus", .gpus, "GPUs.", support: .pending("the agent gets no GPU")) { $0.gpus = $1 },
    ]
}
