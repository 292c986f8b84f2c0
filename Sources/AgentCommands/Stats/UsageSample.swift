import AgentRuntime
import AgentValues
import EngineAPI

/// What one container uses. Its JSON is the result of `stats`.
struct UsageSample: Sendable, Hashable, Encodable {
    var agent: String
    var replica: Int
    var container: String
    var time: EngineTime?
    /// 100 is one whole CPU; nil without a sample before.
    var cpuPercent: Double?
    /// Bytes, without the page cache that can be had back.
    var memory: UInt64
    /// Bytes.
    var memoryLimit: UInt64
    /// Bytes through all network interfaces.
    var received: UInt64
    /// Bytes through all network interfaces.
    var sent: UInt64
    /// Bytes read from devices.
    var read: UInt64
    /// Bytes written to devices.
    var written: UInt64
    /// Processes and threads.
    var processes: Int
    /// nil when unlimited.
    var processLimit: UInt64?

    /// - Parameter previous: an earlier sample, where the engine has not sent one along.
    init(_ container: AgentContainer, _ stats: ContainerStats, after previous: ContainerStats? = nil) {
        agent = container.identity.agent
        replica = container.identity.replica
        self.container = container.name
        time = stats.time
        cpuPercent = Self.cpuPercent(stats, after: previous)
        memory = stats.memory - min(stats.memory, stats.reclaimableMemory)
        memoryLimit = stats.memoryLimit
        received = stats.networks.values.reduce(0) { $0 &+ $1.receivedBytes }
        sent = stats.networks.values.reduce(0) { $0 &+ $1.sentBytes }
        read = stats.readBytes
        written = stats.writtenBytes
        processes = stats.processes
        processLimit = stats.processLimit
    }

    /// CPU time against the clock's time, which means the same on every engine.
    ///
    /// - Parameter previous: an earlier sample, where the engine has not sent one along.
    static func cpuPercent(_ stats: ContainerStats, after previous: ContainerStats?) -> Double? {
        cpuPercent(
            stats, since: stats.previousTime ?? previous?.time,
            from: stats.previousTime == nil ? previous?.cpu.total ?? 0 : stats.previousCPU.total)
    }

    private static func cpuPercent(_ stats: ContainerStats, since start: EngineTime?, from used: UInt64) -> Double? {
        guard let start, let end = stats.time, end > start, stats.cpu.total >= used else { return nil }
        let (seconds, attoseconds) = (end - start).components
        let elapsed = Double(seconds) * 1e9 + Double(attoseconds) / 1e9
        return (Double(stats.cpu.total - used) / elapsed * 1000).rounded() / 10
    }

    /// Samples as a table.
    static func table(_ samples: [UsageSample]) -> Table {
        let numbers = ["REPLICA", "CPU %", "MEMORY", "LIMIT", "MEM %", "NET IN", "NET OUT", "PIDS"]
        var table = Table(["AGENT"] + numbers, right: Set(numbers))
        for sample in samples {
            let share = sample.memoryLimit == 0 ? 0 : Double(sample.memory) / Double(sample.memoryLimit) * 100
            table.add([
                sample.agent, String(sample.replica), sample.cpuPercent.map { "\($0)" } ?? "",
                bytes(sample.memory), bytes(sample.memoryLimit), "\((share * 10).rounded() / 10)",
                bytes(sample.received), bytes(sample.sent),
                "\(sample.processes)\(sample.processLimit.map { "/\($0)" } ?? "")",
            ])
        }
        return table
    }

    private static func bytes(_ count: UInt64) -> String { Quantity.approximate(Int64(clamping: count)) }
}
