import AgentManifest
import AgentOrchestrator
import AgentValues

extension UsageSample {
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
