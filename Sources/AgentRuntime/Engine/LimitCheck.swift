import AgentValues
import EngineAPI

/// Compares the limits that were asked for with those that the engine says are in force. An engine drops what its kernel cannot
/// do, and says so in a warning alone.
struct LimitCheck {
    var wanted: HostConfiguration
    var agent: String
    var warnings: [String]

    /// - Throws: ``RunError`` with `limitNotApplied` that names every limit which is not there.
    func check(_ container: ContainerInspection) throws {
        let host = container.host
        let limits: [(name: String, wanted: Int64?, found: Int64?, describe: (Int64) -> String)] = [
            ("memory", wanted.memory, host.memory, Quantity.binary),
            ("memory and swap together", wanted.memorySwap, host.memorySwap, Quantity.binary),
            ("CPUs", wanted.nanoCPUs, host.nanoCPUs, Quantity.cpus),
            ("processes", wanted.pidsLimit, host.pidsLimit, { "\($0)" }),
        ]
        let missing = limits.compactMap { limit -> String? in
            guard let wanted = limit.wanted, wanted > 0, limit.found != wanted else { return nil }
            let found = limit.found.map { $0 > 0 ? limit.describe($0) : "no limit" } ?? "no limit"
            return "\(limit.name): asked for \(limit.describe(wanted)), the engine has \(found)"
        }
        guard !missing.isEmpty else { return }
        throw RunError(
            .limitNotApplied, agent: agent, "the engine did not apply every limit that was asked for",
            details: missing + warnings.map { "the engine says: \($0)" },
            hint: "'aac-runtime doctor' shows which limits this engine can enforce")
    }
}
