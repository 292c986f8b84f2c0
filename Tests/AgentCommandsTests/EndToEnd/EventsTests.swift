import AgentTesting
import EngineAPI
import FoundationEssentials
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5))) struct EventsTests {
    private struct Event: Decodable {
        var event: String
        var agent: String
        var replica: Int
        var exitCode: Int?
    }

    @Test(arguments: TestEngine.allCases)
    func tellsWhatHappensToTheProjectsAgents(_ engine: TestEngine) async throws {
        let agents = [Project.Agent("one", ["sh", "-c", "exit 3"], starts: false), .idle("two")]
        try await Project.with(engine, agents) { project in
            let options = project.options + ["--output", "json", "--since", "1h", "--event", "die", "--event", "start"]
            let result = try await Tool.session(["events"] + options) { execution in
                var lines = execution.standardOutput.strings().makeAsyncIterator()
                func next() async throws -> Event {
                    try JSONDecoder().decode(Event.self, from: Data(try #require(try await lines.next()).utf8))
                }
                // What happened before.
                let before = try await next()
                #expect(before.agent == "two" && before.event == "start")
                _ = try await project.start("one")
                let started = try await next()
                #expect(started.agent == "one" && started.event == "start" && started.replica == 1)
                let ended = try await next()
                #expect(ended.agent == "one" && ended.event == "die" && ended.exitCode == 3)
                try execution.send(signal: .interrupt)
                // Whoever stops reading ends it too, without an error.
                while try await lines.next() != nil {}
            }
            #expect(result.status == 130)

            // The past alone, of one agent, as text.
            let past = try await project.run("events", "--since", "1h", "--until", "0s", "one")
            #expect(past.status == 0)
            let shown = past.output.split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst().first }
            #expect(Set(shown) == ["one/1"])
            #expect(!past.output.contains("exec_"))
        }
    }
}
