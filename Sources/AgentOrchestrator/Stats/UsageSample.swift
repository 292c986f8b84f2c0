import AgentRuntime
public import AgentValues
package import EngineAPI

/// What one container uses.
public struct UsageSample: Sendable, Hashable, Encodable {
    /// The agent.
    public var agent: String
    /// The replica's number, from 1.
    public var replica: Int
    /// The container's name.
    public var container: String
    /// When it was taken.
    public var time: EngineTime?
    /// 100 is one whole CPU; nil without a sample before.
    public var cpuPercent: Double?
    /// Bytes, without the page cache that can be had back.
    public var memory: UInt64
    /// Bytes.
    public var memoryLimit: UInt64
    /// Bytes through all network interfaces.
    public var received: UInt64
    /// Bytes through all network interfaces.
    public var sent: UInt64
    /// Bytes read from devices.
    public var read: UInt64
    /// Bytes written to devices.
    public var written: UInt64
    /// Processes and threads.
    public var processes: Int
    /// nil when unlimited.
    public var processLimit: UInt64?

    /// - Parameter previous: an earlier sample, where the engine has not sent one along.
    package init(_ container: AgentContainer, _ stats: ContainerStats, after previous: ContainerStats? = nil) {
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
}
