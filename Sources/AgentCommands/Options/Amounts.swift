import AgentValues
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
