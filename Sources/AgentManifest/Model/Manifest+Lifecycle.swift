public import AgentValues

extension Manifest {
    /// `spec.restart`: what the engine does when the agent ends.
    public enum RestartPolicy: Sendable, Hashable, CustomStringConvertible {
        /// Nothing.
        case no
        /// Start it again, whatever the exit code.
        case always
        /// As `always`, until somebody stops it.
        case unlessStopped
        /// Start it again when the exit code is not 0, at most `maximumRetries` times (nil: no bound).
        case onFailure(maximumRetries: Int?)

        /// As written in a manifest.
        public var description: String {
            switch self {
            case .no: "no"
            case .always: "always"
            case .unlessStopped: "unless-stopped"
            case .onFailure(let retries): retries.map { "on-failure:\($0)" } ?? "on-failure"
            }
        }
    }

    /// One entry of `spec.dependsOn`.
    public struct Dependency: Sendable, Hashable {
        /// What must be true of the other agent first.
        public enum Condition: String, Sendable, Hashable, Codable, CaseIterable {
            /// Its container runs.
            case started
            /// It is ready.
            case healthy
            /// It ended with exit code 0.
            case completed
        }

        /// The other agent's name.
        public var name: String
        /// What must be true of it; `started` for a plain name.
        public var condition: Condition

        /// Creates a dependency.
        public init(name: String, condition: Condition = .started) {
            self.name = name
            self.condition = condition
        }
    }

    /// `spec.scaling`.
    public struct Scaling: Sendable, Hashable {
        /// How many containers of this agent.
        public var replicas = 1
        /// The lower bound of automatic scaling.
        public var minimumReplicas: Int?
        /// The upper bound of automatic scaling.
        public var maximumReplicas: Int?
        /// The CPU use, in percent, that automatic scaling aims at.
        public var targetCPUPercent: Int?
        /// The memory use, in percent, that automatic scaling aims at.
        public var targetMemoryPercent: Int?
        /// Further metrics of automatic scaling, free-form.
        public var metrics: JSONValue?
        /// Vertical scaling of the upstream drafts, free-form.
        public var vertical: JSONValue?

        /// One replica.
        public init() {}
    }
}

extension Manifest.Dependency {
    /// The keys of an item of `spec.dependsOn`.
    static let fields: [Field<Self>] = [
        .required("name", .text, "The other agent's name.") { $0.name = $1 },
        Field("condition", .choice("condition"), "What must be true of it first.", default: "started") {
            $0.condition = $1
        },
    ]
}

extension Manifest.Scaling {
    /// The keys of `spec.scaling`.
    static let fields: [Field<Self>] = [
        Field("replicas", .integer(0...1000), "How many.", default: 1) { $0.replicas = $1 },
        Field("minReplicas", .integer(0...1000), "At least so many.", support: isConstant) { $0.minimumReplicas = $1 },
        Field("maxReplicas", .integer(0...1000), "At most so many.", support: isConstant) { $0.maximumReplicas = $1 },
        Field(
            "targetCPUUtilizationPercentage", .integer(1...1000), "How busy the CPUs should be.", support: isConstant
        ) { $0.targetCPUPercent = $1 },
        Field(
            "targetMemoryUtilizationPercentage", .integer(1...1000), "How full the memory should be.",
            support: isConstant
        ) { $0.targetMemoryPercent = $1 },
        Field("metrics", .anything, "Further metrics.", support: isConstant) { $0.metrics = $1 },
        Field(
            "vertical", .anything, "How the limits change.", support: .pending("the limits never change")
        ) { $0.vertical = $1 },
        .together(.draft("min", "the key is 'minReplicas'")), .together(.draft("max", "the key is 'maxReplicas'")),
    ]

    private static let isConstant = KeyDeclaration.Support.pending("the number of containers never changes")
}

extension ValueFormat<Manifest.Scaling> {
    /// The section `spec.scaling`.
    static var scaling: ValueFormat {
        section(Manifest.Scaling(), Manifest.Scaling.fields) { mapping, scaling in
            let (replicas, least, most) = (scaling.replicas, scaling.minimumReplicas, scaling.maximumReplicas)
            if let least, let most, least > most {
                mapping["minReplicas"]?.fail("'minReplicas' (\(least)) is more than 'maxReplicas' (\(most))")
            }
            guard let value = mapping["replicas"] else { return }
            if let least, replicas < least {
                value.fail("'replicas' (\(replicas)) is less than 'minReplicas' (\(least))")
            }
            if let most, replicas > most {
                value.fail("'replicas' (\(replicas)) is more than 'maxReplicas' (\(most))")
            }
        }
    }
}
