import AgentRuntime
import AgentTesting
import EngineAPI
import FoundationEssentials
import HTTPTransport
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(5))) struct ImagesTests {
    private struct Row: Decodable {
        var tags: [String]
        var id: String
        var size: Int
        var builtFor: String?
        var usedBy: [String]
    }

    @Test(arguments: TestEngine.allCases)
    func listsWhatIsUsedAndWhatWasBuilt(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one")]) { project in
            let built = "aac-test/images:\(project.name)"
            let labels = [AgentIdentity.Label.image: "\(project.name)/built"]
            try await project.client.images.import(
                .bytes(TestArchive().bytes), as: "aac-test/images", tag: project.name,
                changes: labels.map { "LABEL \($0)=\($1)" })
            let result = try await project.run("images", "--output", "json")
            let text = try await project.run("images")
            try await project.client.images.remove(built)

            let rows = try JSONDecoder().decode([Row].self, from: Data(result.output.utf8))
            let used = try #require(rows.first { $0.usedBy == ["\(project.name)-one-1"] })
            #expect(used.tags.contains { $0.hasSuffix(TestEngine.image) })
            #expect(used.size > 0)
            let own = try #require(rows.first { $0.tags.contains { $0.hasSuffix(built) } })
            #expect(own.builtFor == "\(project.name)/built")
            #expect(own.usedBy == [])
            #expect(rows.count == 2)
            #expect(text.status == 0, "\(text.errors)")
            #expect(text.output.split(separator: "\n").count == 3)
            #expect(text.output.hasPrefix("IMAGE"))
        }
    }
}
