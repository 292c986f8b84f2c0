/// Which limits the kernel of the engine's host can enforce. A limit that is not here is dropped with a warning, or refused.
public struct EngineLimits: Sendable, Hashable, Decodable {
    /// Memory.
    public var memory: Bool
    /// Memory and swap together.
    public var swap: Bool
    /// CPU time in a period, which limits to fractions of CPUs.
    public var cpuQuota: Bool
    /// The length of that period.
    public var cpuPeriod: Bool
    /// CPU time against other containers.
    public var cpuShares: Bool
    /// Which CPUs may be used.
    public var cpuSet: Bool
    /// The number of processes.
    public var processes: Bool

    enum CodingKeys: String, CodingKey {
        case memory = "MemoryLimit"
        case swap = "SwapLimit"
        case cpuQuota = "CpuCfsQuota"
        case cpuPeriod = "CpuCfsPeriod"
        case cpuShares = "CPUShares"
        case cpuSet = "CPUSet"
        case processes = "PidsLimit"
    }

    /// Decodes; what is missing cannot be enforced.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        memory = try container[.memory, or: false]
        swap = try container[.swap, or: false]
        cpuQuota = try container[.cpuQuota, or: false]
        cpuPeriod = try container[.cpuPeriod, or: false]
        cpuShares = try container[.cpuShares, or: false]
        cpuSet = try container[.cpuSet, or: false]
        processes = try container[.processes, or: false]
    }
}
