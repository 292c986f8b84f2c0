public import AgentValues

/// Defaults and ceilings for what agents may use:
/// `{use: limits, config: {defaults: {memory: 256Mi}, ceilings: {memory: 2Gi, cpu: 2, pids: 512}, clamp: false}}`.
///
/// A default takes the place of no limit and of ``ResourceLimits/standard``; a manifest that asks for just the standard amount is
/// not told apart from one that says nothing. More than a ceiling, or no limit at all, is denied; with `clamp` it is lowered.
public struct LimitsHook: RunHook {
    /// Amounts of what can be limited; nil where nothing is said.
    public struct Amounts: Sendable, Hashable {
        /// Bytes.
        public var memory: Int64?
        /// Billionths of a CPU.
        public var nanoCPUs: Int64?
        /// Processes and threads.
        public var processes: Int64?

        /// Creates amounts.
        public init(memory: Int64? = nil, nanoCPUs: Int64? = nil, processes: Int64? = nil) {
            self.memory = memory
            self.nanoCPUs = nanoCPUs
            self.processes = processes
        }

        init(_ settings: Settings) throws {
            self.init(
                memory: try settings.bytes("memory"), nanoCPUs: try settings.nanoCPUs("cpu"),
                processes: try settings.count("pids"))
        }

        static let keys = ["memory", "cpu", "pids"]
    }

    static let hookName = "limits"
    /// `limits`.
    public let name = Self.hookName
    private let defaults: Amounts
    private let ceilings: Amounts
    private let clamps: Bool

    /// Creates a hook; `clamp` lowers what is above a ceiling instead of denying the run.
    public init(defaults: Amounts = Amounts(), ceilings: Amounts = Amounts(), clamp: Bool = false) {
        self.defaults = defaults
        self.ceilings = ceilings
        clamps = clamp
    }

    /// Creates a hook from a manifest's `config`.
    /// - Throws: ``/AgentValues/SettingsError``.
    public init(config: JSONValue) throws {
        let settings = try Settings(config, keys: ["defaults", "ceilings", "clamp"])
        self.init(
            defaults: try Amounts(try settings.settings("defaults", keys: Amounts.keys)),
            ceilings: try Amounts(try settings.settings("ceilings", keys: Amounts.keys)),
            clamp: try settings.bool("clamp") ?? false)
        for limit in Self.limits {
            guard let value = defaults[keyPath: limit.amount], let ceiling = ceilings[keyPath: limit.amount],
                value > ceiling
            else { continue }
            throw settings.error("defaults.\(limit.key)", "the default is above the ceiling")
        }
    }

    /// Fills in the defaults, and denies or lowers what is above the ceilings.
    public func preRun(_ options: inout RunOptions, in context: RunContext) async throws {
        for limit in Self.limits {
            let standard = ResourceLimits.standard[keyPath: limit.resource]
            let given = options.resources[keyPath: limit.resource]
            if let value = defaults[keyPath: limit.amount], given == nil || given == standard {
                options.resources[keyPath: limit.resource] = value
            }
            guard let ceiling = ceilings[keyPath: limit.amount] else { continue }
            let wanted = options.resources[keyPath: limit.resource]
            if let wanted, wanted <= ceiling { continue }
            guard clamps else {
                throw RunDenied(
                    "\(limit.key): \(wanted.map(limit.text) ?? "no limit") is above the ceiling of \(limit.text(ceiling))",
                    hint: "ask for less in spec.resources.limits.\(limit.key)")
            }
            options.resources[keyPath: limit.resource] = ceiling
        }
        // What is reserved cannot be more than what is allowed.
        if let memory = options.resources.memory, let reserved = options.resources.memoryReservation, reserved > memory
        {
            options.resources.memoryReservation = memory
        }
    }

    private struct Limit {
        var key: String
        var amount: KeyPath<Amounts, Int64?>
        var resource: WritableKeyPath<ResourceLimits, Int64?>
        var text: (Int64) -> String
    }

    private static var limits: [Limit] {
        [
            Limit(key: "memory", amount: \.memory, resource: \.memory, text: Quantity.binary),
            Limit(key: "cpu", amount: \.nanoCPUs, resource: \.nanoCPUs, text: Quantity.cpus),
            Limit(key: "pids", amount: \.processes, resource: \.processes, text: { String($0) }),
        ]
    }
}
