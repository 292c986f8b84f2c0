import AgentValues

extension ContainerStats {
    private enum CodingKeys: String, CodingKey {
        case id
        case podmanID = "Id"
        case name
        case read, preread
        case cpu = "cpu_stats"
        case previousCPU = "precpu_stats"
        case memory = "memory_stats"
        case processes = "pids_stats"
        case networks
        case blocks = "blkio_stats"
    }

    private struct Memory: Decodable {
        var usage: UInt64?
        var limit: UInt64?
        var stats: [String: UInt64]?
    }

    private struct Processes: Decodable {
        var current: Int?
        var limit: UInt64?
    }

    private struct Blocks: Decodable {
        struct Entry: Decodable {
            var op: String?
            var value: UInt64?
        }
        var entries: [Entry]?
        enum CodingKeys: String, CodingKey { case entries = "io_service_bytes_recursive" }
    }

    /// Decodes; nothing must be there. A container that does not run has zeros.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container[.id] ?? container[.podmanID, or: ""]
        name = ContainerName.withoutSlash(try container[.name, or: ""])
        time = try container[.read, or: EngineTime.never].unlessNever
        previousTime = try container[.preread, or: EngineTime.never].unlessNever
        cpu = try container[.cpu, or: CPU()]
        previousCPU = try container[.previousCPU, or: CPU()]
        let used: Memory? = try container[.memory]
        memory = used?.usage ?? 0
        memoryLimit = used?.limit ?? 0
        // The first is cgroup v1's name, the second v2's.
        reclaimableMemory = used?.stats?["total_inactive_file"] ?? used?.stats?["inactive_file"] ?? 0
        let counted: Processes? = try container[.processes]
        processes = counted?.current ?? 0
        processLimit = counted?.limit.flatMap { $0 == 0 || $0 == .max ? nil : $0 }
        networks = try container[.networks, or: [:]]
        let blocks: Blocks? = try container[.blocks]
        func bytes(_ operation: String) -> UInt64 {
            (blocks?.entries ?? []).filter { $0.op?.lowercased() == operation }.reduce(0) { $0 &+ ($1.value ?? 0) }
        }
        readBytes = bytes("read")
        writtenBytes = bytes("write")
    }

    /// Bytes of memory in use, without the page cache that can be had back, as `docker stats` shows.
    public var memoryInUse: UInt64 { memory - min(memory, reclaimableMemory) }

    /// Processors in use since the sample before: 1.5 is one and a half; nil without a sample before.
    public var processorsInUse: Double? {
        guard let time, let previousTime, cpu.total >= previousCPU.total else { return nil }
        let elapsed = Double((time - previousTime).wholeNanoseconds)
        return elapsed > 0 ? Double(cpu.total - previousCPU.total) / elapsed : nil
    }
}
