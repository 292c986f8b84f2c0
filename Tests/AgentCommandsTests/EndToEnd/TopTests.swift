import AgentTesting
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5))) struct TopTests {
    private struct Listing: Decodable {
        var agent: String
        var processes: [[String: String]]
    }

    @Test(arguments: TestEngine.allCases)
    func listsTheProcessesOfAllAgents(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one"), .idle("two"), .script("done", "exit 0")]) { project in
            let text = try await project.run("top")
            #expect(text.status == 0)
            let lines = text.output.split(separator: "\n")
            #expect(lines.first?.hasPrefix("AGENT") == true)
            #expect(lines.dropFirst().map { $0.prefix { $0 != " " } } == ["one", "two"])
            #expect(lines.dropFirst().allSatisfy { $0.hasSuffix("sleep 600") })

            let json = try await project.run("top", "one", "--output", "json")
            let listings = try JSONDecoder().decode([Listing].self, from: Data(json.output.utf8))
            #expect(listings.map(\.agent) == ["one"])
            #expect(Int(listings.first?.processes.first?["PID"] ?? "") != nil)

            #expect(try await project.run("top", "done").status == 1)
        }
    }
}
