extension Manifest {
    /// `spec.lifetime`: how long the agent may live. Nil where nothing bounds it.
    public struct Lifetime: Sendable, Hashable {
        /// `ttl`: from its creation on.
        public var ttl: Duration?
        /// `idle`: without printing anything.
        public var idle: Duration?

        /// No bound.
        public init() {}
    }
}

extension Manifest.Lifetime {
    /// The keys of `spec.lifetime`.
    static let fields: [Field<Self>] = [
        Field("ttl", .positiveDuration, "The agent is stopped and removed so long after its creation.") { $0.ttl = $1 },
        Field(
            "idle", .positiveDuration, "The agent is stopped and removed when it has printed nothing for so long."
        ) { $0.idle = $1 },
    ]
}

extension ValueFormat<Manifest.Lifetime> {
    /// The section `spec.lifetime`.
    static var lifetime: ValueFormat {
        section(Manifest.Lifetime(), Manifest.Lifetime.fields, hint: "such as 'lifetime: {ttl: 30m}'") {
            mapping, lifetime in
            if let ttl = lifetime.ttl, let idle = lifetime.idle, idle >= ttl {
                mapping["idle"]?.warn(
                    "'idle' has no effect because 'ttl' is over before", hint: "give 'idle' a shorter time")
            }
        }
    }
}
