public import AgentValues

/// What a container uses at one moment, and the counters of its life so far.
public struct ContainerStats: Sendable, Hashable, Decodable {
    /// Processor time.
    public struct CPU: Sendable, Hashable, Decodable {
        /// Nanoseconds used by all its processes.
        public var total: UInt64
        /// Nanoseconds that all processors of the host spent, idle or not. Podman's number has another meaning.
        public var system: UInt64
        /// Processors of the host.
        public var online: Int
        /// Periods in which it was held back by its limit.
        public var throttledPeriods: UInt64
        /// Nanoseconds for which it was held back.
        public var throttledTime: UInt64

        private enum CodingKeys: String, CodingKey {
            case usage = "cpu_usage"
            case system = "system_cpu_usage"
            case online = "online_cpus"
            case throttling = "throttling_data"
        }

        private struct Usage: Decodable {
            var total: UInt64?
            enum CodingKeys: String, CodingKey { case total = "total_usage" }
        }

        private struct Throttling: Decodable {
            var periods: UInt64?
            var time: UInt64?
            enum CodingKeys: String, CodingKey {
                case periods = "throttled_periods"
                case time = "throttled_time"
            }
        }

        /// Nothing used.
        init() { (total, system, online, throttledPeriods, throttledTime) = (0, 0, 0, 0, 0) }

        /// Decodes; nothing must be there.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            let usage: Usage? = try container[.usage]
            let throttling: Throttling? = try container[.throttling]
            total = usage?.total ?? 0
            system = try container[.system, or: 0]
            online = try container[.online, or: 0]
            throttledPeriods = throttling?.periods ?? 0
            throttledTime = throttling?.time ?? 0
        }
    }

    /// Bytes and packets through one network interface.
    public struct Traffic: Sendable, Hashable, Decodable {
        /// Bytes that came in.
        public var receivedBytes: UInt64
        /// Bytes that went out.
        public var sentBytes: UInt64
        /// Packets that came in.
        public var receivedPackets: UInt64
        /// Packets that went out.
        public var sentPackets: UInt64

        enum CodingKeys: String, CodingKey {
            case receivedBytes = "rx_bytes"
            case sentBytes = "tx_bytes"
            case receivedPackets = "rx_packets"
            case sentPackets = "tx_packets"
        }

        /// Decodes; nothing must be there.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            receivedBytes = try container[.receivedBytes, or: 0]
            sentBytes = try container[.sentBytes, or: 0]
            receivedPackets = try container[.receivedPackets, or: 0]
            sentPackets = try container[.sentPackets, or: 0]
        }
    }

    /// The container's id.
    public var id: String
    /// Its name.
    public var name: String
    /// When this was read; nil for a container that does not run.
    public var time: EngineTime?
    /// Processor time now.
    public var cpu: CPU
    /// Processor time at the sample before; zeros in a first one.
    public var previousCPU: CPU
    /// When the sample before was read.
    public var previousTime: EngineTime?
    /// Bytes of memory, with the page cache.
    public var memory: UInt64
    /// Bytes of the page cache that can be had back; 0 where the engine does not say (Podman).
    public var reclaimableMemory: UInt64
    /// Bytes it may use; the host's memory without a limit.
    public var memoryLimit: UInt64
    /// Processes and threads.
    public var processes: Int
    /// The most processes and threads; nil when unlimited or not said.
    public var processLimit: UInt64?
    /// Traffic by network interface.
    public var networks: [String: Traffic]
    /// Bytes read from devices.
    public var readBytes: UInt64
    /// Bytes written to devices.
    public var writtenBytes: UInt64
}
