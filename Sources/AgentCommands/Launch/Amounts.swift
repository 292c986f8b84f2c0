import AgentManifest
import AgentRuntime
import ArgumentParser

/// An amount of memory, as a manifest writes it.
struct MemoryAmount: ExpressibleByArgument, Sendable {
    /// The amount in bytes.
    var bytes: Int64

    init?(argument: String) {
        guard let bytes = try? Quantity.bytes(argument) else { return nil }
        self.bytes = bytes
    }
}

/// A number of CPUs, as a manifest writes it.
struct CPUAmount: ExpressibleByArgument, Sendable {
    /// The amount in billionths of a CPU.
    var nanoCPUs: Int64

    init?(argument: String) {
        guard let nanoCPUs = try? Quantity.nanoCPUs(argument) else { return nil }
        self.nanoCPUs = nanoCPUs
    }
}

/// A time, as a manifest writes it.
struct TimeSpan: ExpressibleByArgument, Sendable {
    /// The time, not negative.
    var duration: Duration

    init?(argument: String) {
        guard let duration = DurationText.parse(argument) else { return nil }
        self.duration = duration
    }
}

extension PortMapping: @retroactive ExpressibleByArgument {
    /// `CONTAINER`, `HOST:CONTAINER` or `IP:HOST:CONTAINER`, with an optional `/udp`.
    public init?(argument: String) { self.init(parsing: argument) }
}
