import AgentTesting
import EngineAPI
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5))) struct WaitTests {
    private struct End: Decodable, Equatable {
        var agent: String
        var exitCode: Int
    }

    @Test(arguments: TestEngine.allCases)
    func theStatusIsThatOfTheAgents(_ engine: TestEngine) async throws {
        let gated = Project.Agent(
            "gated", ["sh", "-c", "mkfifo /tmp/gate; read line < /tmp/gate; exit 5"], starts: false)
        let agents = [
            gated, .script("fine", "exit 0"), .script("last", "exit 7"), Project.Agent("new", ["true"], starts: false),
        ]
        try await Project.with(engine, agents) { project in
            let id = try await project.start("gated")
            let late = try await project.run("wait", "--timeout", "300ms", "gated", "fine")
            #expect(late.status == 124)
            #expect(late.output == "fine: 0\n")
            #expect(late.errors == "error: agent 'gated' still runs after 300ms\n")

            let first = try await project.run("wait", "--any", "gated", "last")
            #expect(first.status == 7)
            #expect(first.output == "last: 7\n")

            try await project.exec(in: id, "until [ -p /tmp/gate ]; do :; done")
            async let ended = project.run("wait", "--output", "json", "gated", "fine", "last")
            try await project.exec(in: id, "echo > /tmp/gate")
            let all = try await ended
            let ends = try JSONDecoder().decode([End].self, from: Data(all.output.utf8))
            #expect(
                ends == [
                    End(agent: "fine", exitCode: 0), End(agent: "gated", exitCode: 5), End(agent: "last", exitCode: 7),
                ])
            #expect(all.status == 5)

            let never = try await project.run("wait", "new")
            #expect(never.status == 1)
            #expect(never.errors.hasPrefix("error: agent 'new' was never started\n"))
        }
    }
}
