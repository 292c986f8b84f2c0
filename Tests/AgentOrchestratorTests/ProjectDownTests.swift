import AgentTesting
import EngineAPI
import Testing

@testable import AgentOrchestrator
@testable import AgentRuntime

@Suite(.timeLimit(.minutes(2))) struct ProjectDownTests {
    /// What is gone is not told of by a process that is made to end at once.
    @Test func theJournalForgetsWhatIsRemoved() async throws {
        let name = TestEngine.uniqueName("down")
        let labels = #""Labels":{"dev.agent.project":"\#(name)"}"#
        let engine = try ScriptedEngine(answers: [
            "GET /containers/json": .json("[]"),
            "GET /networks": .json(#"[{"Id":"n1","Name":"\#(name)_agents",\#(labels)}]"#),
            "GET /networks/*": .json(#"{"Id":"n1","Name":"\#(name)_agents",\#(labels)}"#), "DELETE /networks/*": .done,
            "GET /volumes": .json(#"{"Volumes":[{"Name":"\#(name)_data",\#(labels)}]}"#), "DELETE /volumes/*": .done,
        ])
        let client = try await engine.connect()
        let journal = RunJournal()
        journal.record(.network("\(name)_agents"))
        journal.record(.volume("\(name)_data"))
        let project = Project(
            name: name, on: AgentHost(engine: client, runtime: EngineRuntime(client), journal: journal))
        let report = try await project.down(removesVolumes: true, stopTimeout: nil).report
        #expect(report.networks == ["\(name)_agents"])
        #expect(report.volumes == ["\(name)_data"])
        #expect(journal.entries == [])
    }
}
