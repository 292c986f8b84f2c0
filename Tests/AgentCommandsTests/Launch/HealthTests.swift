import AgentTesting
import EngineAPI
import FoundationEssentials
import Testing

/// What is known of an agent's health when nobody stays with it.
@Suite(.timeLimit(.minutes(10))) struct HealthTests {
    private struct Row: Decodable {
        var health: String?
        var reason: String?
    }

    @Test(arguments: TestEngine.allCases)
    func psAsksTheProbeAndUpReplacesWhatIsSick(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "touch /tmp/ok; exec sleep 600",
            "healthCheck: {type: file, path: /tmp/ok, startPeriod: 1s, startInterval: 20ms}")
        try await LaunchFolder.with(engine, manifest) { launch in
            #expect(try await launch.run("up", "-d").status == 0)
            let well = try await row(launch)
            #expect(well.health == "healthy" && well.reason == nil)
            let before = try await id(launch)
            #expect(try await launch.run("up", "-d").output.hasPrefix("hello  unchanged"))

            // Within the start period a failure is no illness.
            #expect(try await launch.run("exec", "hello", "--", "rm", "/tmp/ok").status == 0)
            var sick = try await row(launch)
            while sick.health == "starting" { sick = try await row(launch) }
            #expect(sick.health == "unhealthy" && sick.reason == "there is no file '/tmp/ok' in the container")
            #expect(try await row(launch, "--no-probe").health == nil)
            let text = try await launch.run("ps").output
            #expect(text.contains("unhealthy: there is no file '/tmp/ok' in the container"), "\(text)")

            let plan = try await launch.run("plan", "--changes")
            #expect(plan.output.contains("~ hello  recreate  it is unhealthy: there is no file"), "\(plan.output)")
            let up = try await launch.run("up", "-d")
            #expect(up.status == 0 && up.output.hasPrefix("hello  ready again"), "\(up.errors)\(up.output)")
            #expect(try await id(launch) != before)
            #expect(try await row(launch).health == "healthy")
        }
    }

    private func row(_ launch: LaunchFolder, _ options: String...) async throws -> Row {
        let result = try await Tool.run(
            ["ps", "--output", "json"] + launch.engineOptions + options, folder: launch.path)
        let rows = try JSONDecoder().decode([Row].self, from: Data(result.output.utf8))
        return try #require(rows.first)
    }

    private func id(_ launch: LaunchFolder) async throws -> String {
        try await launch.client.containers.inspect("\(launch.project)-hello-1").id
    }
}
