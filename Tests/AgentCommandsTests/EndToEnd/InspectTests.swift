import AgentTesting
import EngineAPI
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5))) struct InspectTests {
    private struct Entry: Decodable {
        struct Agent: Decodable {
            var agent: String
            var project: String
            var replica: Int
        }
        struct Container: Decodable {
            struct Host: Decodable {
                var Memory: Int64
            }
            var Id: String
            var HostConfig: Host
        }
        var agent: Agent
        var container: Container
    }

    private let limited = Project.Agent("limited", ["sleep", "600"]) {
        $0.environment = ["TOKEN=secret-value"]
        $0.host = HostConfiguration()
        $0.host?.memory = 64 << 20
        $0.host?.memorySwap = 64 << 20
        $0.host?.nanoCPUs = 500_000_000
        $0.host?.pidsLimit = 50
    }

    @Test(arguments: TestEngine.allCases)
    func tellsWhatMatters(_ engine: TestEngine) async throws {
        try await Project.with(engine, [limited]) { project in
            let result = try await project.run("inspect", "limited")
            #expect(result.status == 0)
            let fields = result.output.split(separator: "\n")
            #expect(fields.contains("Agent         limited, replica 1 of project \(project.name)"))
            #expect(fields.contains("Memory        64Mi, no swap"))
            #expect(fields.contains("CPUs          0.5"))
            #expect(fields.contains("Processes     50"))
            #expect(fields.contains { $0.hasPrefix("State         running for ") })
            #expect(fields.contains { $0.hasPrefix("Environment   ") && $0.contains("TOKEN") })
            #expect(!result.output.contains("secret-value"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func theEnginesWholeInspectionAsJSON(_ engine: TestEngine) async throws {
        try await Project.with(engine, [limited]) { project in
            let result = try await project.run("inspect", "limited", "--output", "json")
            let entries = try JSONDecoder().decode([Entry].self, from: Data(result.output.utf8))
            #expect(entries.map(\.agent.project) == [project.name])
            #expect(entries.first?.container.Id == (try await project.id(of: "limited")))
            #expect(entries.first?.container.HostConfig.Memory == 64 << 20)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anImageThatCannotBePulled(_ engine: TestEngine) async throws {
        // `.invalid` never resolves (RFC 6761).
        let result = try await Tool.run(["pull", "--engine", engine.host, "registry.invalid/none:1"])
        #expect(result.status == 1)
        #expect(result.output == "")
        #expect(result.errors.contains("error: cannot pull image 'registry.invalid/none:1': "))
        #expect(result.errors.contains("\nhint: "))
    }
}
