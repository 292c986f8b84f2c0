import AgentTesting
import EngineAPI
import FoundationEssentials
import Testing

/// Whether every case runs.
private let runsWhole = ProcessInfo.processInfo.environment["AAC_FAULTS"] == "all"

/// Every call of `up`, `run`, `down` and `build`, and of an `up` that replaces an agent, goes wrong in every way, and the command is killed and interrupted at each.
///
/// - `AAC_FAULTS=all` runs every case; otherwise a sample runs, the same one each time.
/// - `AAC_FAULT_CASE=docker/up/7/reply-lost/once` runs the cases whose names begin so.
@Suite(.timeLimit(.minutes(runsWhole ? 180 : 15))) struct FaultMatrixTests {
    /// How many cases go on at a time on one engine.
    private static let width = 3
    private static let sampleSize = 32

    @Test(arguments: TestEngine.allCases)
    func `nothing is left whatever goes wrong`(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        defer { client.shutdown() }
        let foreign = try await ForeignObjects.make(on: client)
        let bench = FaultBench(engine: engine, client: client)
        var all: [FaultCase] = []
        for operation in FaultOperation.allCases {
            all += FaultCase.all(engine, operation, try await bench.record(operation))
        }
        let chosen = Self.choose(from: all, for: engine)
        let table = FaultTable("\(engine)")
        await withTaskGroup(of: Void.self) { group in
            for (index, subject) in chosen.enumerated() {
                if index >= Self.width { await group.next() }
                group.addTask {
                    let problems = await bench.problems(of: subject)
                    table.add(subject, problems)
                    Progress.note(subject, problems)
                }
            }
        }
        print(table.text)
        let missing = await foreign.missing()
        await foreign.remove()
        #expect(missing == [])
        #expect(table.failures.isEmpty, "the cases above failed; AAC_FAULT_CASE runs one alone")
    }

    private static func choose(from all: [FaultCase], for engine: TestEngine) -> [FaultCase] {
        let environment = ProcessInfo.processInfo.environment
        if let name = environment["AAC_FAULT_CASE"] { return all.filter { $0.name.hasPrefix(name) } }
        guard !runsWhole, all.count > sampleSize else { return all }
        // One case from each of as many equal parts, each time from another place of it, so that neither calls nor faults
        // are left out: the golden ratio's multiples spread evenly.
        let shift = engine == .docker ? 0 : 0.5
        let part = Double(all.count) / Double(sampleSize)
        return (0..<sampleSize).map { index in
            let place = (Double(index) * 0.618_033_988_75 + shift).truncatingRemainder(dividingBy: 1)
            return all[Int((Double(index) + place) * part)]
        }
    }

    /// One line a case to a file, for people who wait: `AAC_FAULT_PROGRESS`.
    private enum Progress {
        static func note(_ subject: FaultCase, _ problems: [String]) {
            guard let path = ProcessInfo.processInfo.environment["AAC_FAULT_PROGRESS"] else { return }
            let line =
                "\(problems.isEmpty ? "passed" : "FAILED") \(subject)\n"
                + problems.map { "    \($0)\n" }.joined()
            AppendingFile(path)?.write(line)
        }
    }
}
