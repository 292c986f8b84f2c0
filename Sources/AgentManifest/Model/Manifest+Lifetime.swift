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
