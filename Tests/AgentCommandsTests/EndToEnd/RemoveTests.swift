import AgentTesting
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct RemoveTests {
    @Test(arguments: TestEngine.allCases)
    func removesWhatHasEndedAndOthersByForceAlone(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.script("done", "exit 3"), .idle("one")]) { project in
            let refused = try await project.run("rm", "one")
            #expect(refused.status == 1)
            #expect(refused.errors.hasPrefix("error: agent 'one' is running\n"))

            let stopped = try await project.run("rm")
            #expect(stopped.output == "done: removed\n")
            let nothing = try await project.run("rm")
            #expect(nothing.status == 0)
            #expect(nothing.errors == "no agent of project '\(project.name)' is stopped\n")
            #expect(try await project.names() == ["\(project.name)-one-1"])

            let forced = try await project.run("rm", "-f", "one", "--output", "json")
            #expect(forced.status == 0)
            #expect(forced.output.contains(#""result": "removed""#))
            #expect(try await project.names() == [])
        }
    }
}

extension Project {
    /// The names of its containers.
    func names() async throws -> [String] {
        try await client.containers.list(all: true, filters: .labels(["dev.agent.project": name])).flatMap(\.names)
    }
}
