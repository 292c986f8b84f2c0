import AgentTesting
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct PauseTests {
    @Test(arguments: TestEngine.allCases)
    func freezesAndLetsGoOn(_ engine: TestEngine) async throws {
        try await Project.with(engine, [.idle("one"), .script("done", "exit 0")]) { project in
            #expect(try await project.run("pause").output == "one: paused\n")
            let frozen = try await project.client.containers.inspect(project.id(of: "one")).state
            #expect(frozen.isPaused)
            #expect(try await project.run("pause", "one").output == "one: already paused\n")
            #expect(try await project.run("ps").output.contains("paused"))
            let exec = try await project.run("exec", "one", "--", "true")
            #expect(exec.errors.contains("hint: let it go on with `aac-runtime unpause one`"))

            #expect(try await project.run("unpause").output == "one: running\n")
            let running = try await project.client.containers.inspect(project.id(of: "one")).state
            #expect(running.isRunning && !running.isPaused)
            #expect(try await project.run("unpause", "one").output == "one: already running\n")
            let stopped = try await project.run("pause", "done")
            #expect(stopped.status == 1)
            #expect(stopped.errors.hasPrefix("error: agent 'done' is not running (exited)\n"))
        }
    }
}
