/// Limits of a container that can change while it runs; nil leaves one as it is.
public struct ContainerUpdate: Sendable, Hashable, Codable {
    /// Memory in bytes.
    public var memory: Int64?
    /// Memory and swap together in bytes.
    public var memorySwap: Int64?
    /// A soft limit in bytes.
    public var memoryReservation: Int64?
    /// Billionths of a CPU.
    public var nanoCPUs: Int64?
    /// Relative weight of CPU time.
    public var cpuShares: Int64?
    /// The CPUs it may run on.
    public var cpuSet: String?
    /// The most processes and threads.
    public var pidsLimit: Int64?
    /// What happens after an exit.
    public var restartPolicy: RestartPolicy?

    /// No change; set what is to change on the value.
    public init() {}

    enum CodingKeys: String, CodingKey {
        case memory = "Memory"
        case memorySwap = "MemorySwap"
        case memoryReservation = "MemoryReservation"
        case nanoCPUs = "NanoCpus"
        case cpuShares = "CpuShares"
        case cpuSet = "CpusetCpus"
        case pidsLimit = "PidsLimit"
        case restartPolicy = "RestartPolicy"
    }
}

/// Limits as the OCI runtime specification writes them.
struct LinuxResources: Encodable {
    struct Memory: Encodable { var limit, swap, reservation: Int64? }
    struct CPU: Encodable {
        var quota, period, shares: Int64?
        var cpus: String?
    }
    struct Processes: Encodable { var limit: Int64 }

    var memory: Memory
    var cpu: CPU
    var pids: Processes?

    /// Microseconds of one period of the CPU limit.
    private static let period: Int64 = 100_000

    init(_ update: ContainerUpdate) {
        memory = Memory(limit: update.memory, swap: update.memorySwap, reservation: update.memoryReservation)
        cpu = CPU(
            quota: update.nanoCPUs.map { $0 / (1_000_000_000 / Self.period) },
            period: update.nanoCPUs.map { _ in Self.period }, shares: update.cpuShares, cpus: update.cpuSet)
        pids = update.pidsLimit.map { Processes(limit: $0) }
    }
}
