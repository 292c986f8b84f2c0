import AgentTesting
import EngineAPI
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5))) struct StopStartTests {
    private struct Outcome: Decodable, Hashable {
        var agent: String
        var replica: Int
        var result: String
        var changed: Bool
    }

    private func outcomes(_ result: Tool.Result) throws -> [Outcome] {
        try JSONDecoder().decode([Outcome].self, from: Data(result.output.utf8))
    }

    @Test(arguments: TestEngine.allCases)
    func stopsAndStartsWhatIsNamed(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one"), .idle("two"), .idle("two", replica: 2)]) { project in
            let stopped = try await project.run("stop", "--timeout", "0", "two", "--output", "json")
            let expected = try outcomes(stopped)
            #expect(
                expected == [
                    Outcome(agent: "two", replica: 1, result: "stopped", changed: true),
                    Outcome(agent: "two", replica: 2, result: "stopped", changed: true),
                ])
            // A list of Docker 26 may be a moment behind.
            var running: [String] = []
            for container in try await project.client.containers.list(
                all: true, filters: .labels(["dev.agent.project": project.name]))
            where try await project.client.containers.inspect(container.id).state.isRunning {
                running.append(container.labels["dev.agent.name"] ?? "")
            }
            #expect(running == ["one"])

            let again = try await project.run("stop", "two/2")
            #expect(again.output == "two/2: already stopped\n")
            let started = try await project.run("start", "two/2")
            #expect(started.output == "two/2: started\n")
            #expect(try await project.run("start", "two/2").output == "two/2: already started\n")
            let restarted = try await project.run("restart", "-t", "0", "one")
            #expect(restarted.output == "one: restarted\n")
            #expect(restarted.status == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anAgentThatEndsAtOnceIsNotStarted(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.script("bad", "exit 3"), .script("good", "exit 0")]) { project in
            let both = try await project.run("start")
            #expect(both.status == 1)
            #expect(both.output == "good: started, and ended (0)\n")
            #expect(
                both.errors == """
                    error: 1 of 2 agents could not be started
                    caused by: bad: was started, and ended with exit code 3
                    hint: see why with `aac-runtime logs --tail 20 bad`

                    """)
            let one = try await project.run("start", "bad", "--output", "json")
            #expect(one.errors.contains(#""code":"agent.ended""#))
        }
    }

    @Test func anEmptyProjectIsAnError() async throws {
        let result = try await Tool.run(["stop", "--engine", TestEngine.docker.host, "-p", "aac-test-nobody"])
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("error: there are no agents in project 'aac-test-nobody'\nhint: "))
    }
}
