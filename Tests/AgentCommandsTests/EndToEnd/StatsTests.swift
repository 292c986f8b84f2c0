import AgentTesting
import EngineAPI
import FoundationEssentials
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5))) struct StatsTests {
    private struct Sample: Decodable {
        var agent: String
        var cpuPercent: Double?
        var memory: Int
        var memoryLimit: Int
        var processes: Int
    }

    private let busy = Project.Agent("busy", ["sleep", "600"]) {
        $0.host = .init()
        $0.host?.memory = 64 << 20
    }

    @Test(arguments: TestEngine.allCases)
    func oneSampleOfEachAgent(_ engine: TestEngine) async throws {
        try await Project.with(engine, [busy, .idle("idle"), .script("done", "exit 0")]) { project in
            // A load that does not end before its container.
            let loop = try await project.run("exec", "-d", "busy", "--", "sh", "-c", "while :; do :; done")
            #expect(loop.status == 0)
            let result = try await project.run("stats", "--output", "json")
            let samples = try JSONDecoder().decode([Sample].self, from: Data(result.output.utf8))
            #expect(samples.map(\.agent) == ["busy", "idle"])
            let busy = try #require(samples.first)
            let idle = try #require(samples.last)
            #expect((busy.cpuPercent ?? 0) > (idle.cpuPercent ?? 100))
            #expect(busy.memoryLimit == 64 << 20)
            #expect(busy.memory > 0 && busy.memory < 64 << 20)
            #expect(busy.processes >= 2)

            let table = try await project.run("stats", "busy")
            let lines = table.output.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.first?.hasPrefix("AGENT   REPLICA   CPU %") == true)
            #expect(lines.last?.contains("64.0Mi") == true)

            let stopped = try await project.run("stats", "done")
            #expect(stopped.status == 1)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func followingGoesOnUntilTheEnd(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let id = try await project.id(of: "one")
            let result = try await Tool.session(["stats", "--follow"] + project.options + ["--output", "json"]) {
                execution in
                var lines = execution.standardOutput.strings().makeAsyncIterator()
                let line = try #require(try await lines.next())
                #expect(try JSONDecoder().decode(Sample.self, from: Data(line.utf8)).agent == "one")
                try await project.client.containers.remove(id, force: true)
                while try await lines.next() != nil {}
            }
            #expect(result.status == 0)
        }
    }
}
