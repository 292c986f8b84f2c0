import AgentTesting
import EngineAPI
import Testing

/// What is left of an agent that failed.
@Suite(.timeLimit(.minutes(2))) struct FailedAgentTests {
    @Test(arguments: TestEngine.allCases)
    func oneThatIsKeptCanBeLookedAt(_ engine: TestEngine) async throws {
        let manifests =
            LaunchFolder.manifest("broken", script: "echo last words; exit 3", "healthCheck: {type: tcp, port: 8080}")
            + "---\n" + LaunchFolder.manifest("other", script: "exec sleep 600")
        try await LaunchFolder.with(engine, manifests) { launch in
            let failed = try await launch.run("up", "-d", "--on-failure", "keep")
            #expect(failed.status == 1)
            #expect(failed.errors.contains("its container '\(launch.project)-broken-1' is kept"), "\(failed.errors)")
            #expect(try await launch.run("ps", "--services").output == "other\n")
            #expect(try await launch.run("ps", "--services", "--all").output == "broken\nother\n")
            #expect(try await launch.run("logs", "broken").output == "last words\n")
            // The next one makes it anew, and takes all back when it fails again.
            #expect(try await launch.run("up", "-d").status == 1)
            #expect(try await launch.run("ps", "--services", "--all").output == "broken\nother\n")
            let ended = try await launch.run("down", "--timeout", "0s")
            #expect(ended.status == 0, "\(ended.errors)")
            #expect(try await launch.leftovers() == [])
        }
    }
}
