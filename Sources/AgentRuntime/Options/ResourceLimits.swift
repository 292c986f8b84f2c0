/// What a container may use at most. A nil field means no limit.
public struct ResourceLimits: Sendable, Hashable, Codable {
    /// CPU time in billionths of a CPU: 500,000,000 is half a CPU (`NanoCpus` of the Engine API).
    public var nanoCPUs: Int64?
    /// The weight against other containers when CPU is scarce, 1,024 for one requested CPU (`CpuShares`).
    public var cpuShares: Int64?
    /// Memory in bytes. Swap is off: memory and swap together have the same limit.
    public var memory: Int64?
    /// Memory in bytes that the kernel tries to leave to the container when memory is short (`MemoryReservation`).
    public var memoryReservation: Int64?
    /// Processes and threads.
    public var processes: Int64?
    /// Open files of one process (`RLIMIT_NOFILE`, soft and hard).
    public var openFiles: Int64?
    /// The size of `/dev/shm` in bytes.
    public var sharedMemory: Int64?

    /// Creates limits; nothing is limited unless given.
    public init(
        nanoCPUs: Int64? = nil, cpuShares: Int64? = nil, memory: Int64? = nil, memoryReservation: Int64? = nil,
        processes: Int64? = nil, openFiles: Int64? = nil, sharedMemory: Int64? = nil
    ) {
        self.nanoCPUs = nanoCPUs
        self.cpuShares = cpuShares
        self.memory = memory
        self.memoryReservation = memoryReservation
        self.processes = processes
        self.openFiles = openFiles
        self.sharedMemory = sharedMemory
    }

    /// The defaults for an agent: 1 CPU, 1 GiB without swap, 256 processes, 4,096 open files, 64 MiB of shared memory.
    public static let standard = ResourceLimits(
        nanoCPUs: 1_000_000_000, memory: 1 << 30, processes: 256, openFiles: 4096, sharedMemory: 64 << 20)
}
