import AgentTesting
import Diagnostics
import EngineAPI
import FoundationEssentials
import Subprocess
import Testing

@testable import AgentRuntime

/// Several agents, several replicas, and what becomes of those that run when something changes.
@Suite(.timeLimit(.minutes(10))) struct ProjectTests {
    private struct Row: Decodable {
        var agent: String
        var replica: Int
        var outcome: String
    }

    private func up(_ launch: LaunchFolder, _ arguments: [String] = [], status: Int32 = 0) async throws -> [String] {
        let result = try await Tool.run(
            ["up", "-d", "--output", "json"] + launch.engineOptions + arguments, folder: launch.path)
        #expect(result.status == status, "\(result.errors)")
        guard !result.output.isEmpty else { return [] }
        return try JSONDecoder().decode([Row].self, from: Data(result.output.utf8))
            .map { "\($0.agent)/\($0.replica) \($0.outcome)" }
    }

    private func id(_ launch: LaunchFolder, _ agent: String, _ replica: Int = 1) async throws -> String {
        try await launch.client.containers.inspect("\(launch.project)-\(agent)-\(replica)").id
    }

    /// The address that a name has inside an agent, one for each container behind it.
    private func addresses(of name: String, in launch: LaunchFolder, agent: String) async throws -> Int {
        let result = try await launch.run("exec", agent, "--", "nslookup", name)
        return Set(result.output.split(separator: "\n").filter { $0.hasPrefix("Address") && !$0.contains(":53") }).count
    }

    @Test(arguments: TestEngine.allCases)
    func replicasShareANameAndComeAndGo(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server("web", "ports: [{container: 8080}]")) { launch in
            #expect(try await up(launch, ["--scale", "web=3"]) == ["web/1 started", "web/2 started", "web/3 started"])
            #expect(try await launch.run("plan", "--exit-code", "--changes", "--scale", "web=3").status == 0)
            #expect(try await addresses(of: "web", in: launch, agent: "web") == 3)
            let less = try await launch.run("scale", "web=2")
            #expect(less.status == 0 && less.output.contains("web/3  removed"), "\(less.output)\(less.errors)")
            let planned = try await launch.run("plan", "--exit-code", "--changes", "--scale", "web=2")
            #expect(planned.output == "= web/1  keep\n= web/2  keep\n2 to keep\n")
            #expect(try await launch.run("scale", "wep=2").status == 64)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func theOldOneRunsUntilTheNewOneIsReadyAndAgainWhenItIsNot(engine: TestEngine) async throws {
        let port = "ports: [{container: 8080, host: 0}]"
        func manifests(_ value: String, file: String = "/etc/passwd") -> String {
            let variable = "environment: [{name: X, value: '\(value)'}]"
            let check = "{type: file, path: \(file), interval: 100ms, retries: 2, startPeriod: 100ms}"
            return LaunchFolder.server("free", "\(port)\n\(variable)") + "---\n"
                + LaunchFolder.server("fixed", "network: {mode: none}\n\(variable)", check: check)
        }
        try await LaunchFolder.with(engine, manifests("1")) { launch in
            #expect(try await up(launch) == ["free/1 started", "fixed/1 started"])
            let before = (try await id(launch, "free"), try await id(launch, "fixed"))
            try launch.write(manifests("2", file: "/missing"))
            #expect(try await up(launch, status: 1) == [])
            let after = (try await id(launch, "free"), try await id(launch, "fixed"))
            #expect(before == after)
            #expect(try await launch.client.containers.inspect(after.0).state.isRunning)
            #expect(try await launch.client.containers.inspect(after.1).state.isRunning)
            #expect(try await launch.leftovers().count == 3)
            // With the other policy the one that does well is new, and the other one as it was.
            #expect(
                try await up(launch, ["--on-failure", "keep"], status: 1) == ["free/1 recreated", "fixed/1 failed"])
            #expect(try await id(launch, "free") != after.0)
            #expect(try await id(launch, "fixed") == after.1)
            #expect(try await launch.leftovers().count == 3)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func dependantsOfAFailureAreSkippedAndOthersKept(engine: TestEngine) async throws {
        let bad = LaunchFolder.manifest("bad", script: "exit 3", "healthCheck: {type: file, path: /x}")
        let user = LaunchFolder.server("user", "dependsOn: [{name: bad, condition: healthy}]")
        try await LaunchFolder.with(engine, bad + "---\n" + user + "---\n" + LaunchFolder.server) { launch in
            let rows = try await up(launch, ["--on-failure", "keep"], status: 1)
            #expect(rows == ["bad/1 failed", "user/1 skipped", "hello/1 started"])
            try launch.write(LaunchFolder.server("other"))
            let orphaned = try await launch.run("up", "-d")
            #expect(orphaned.errors.contains("\(launch.project)-hello-1; --remove-orphans removes them"))
            #expect(
                try await up(launch, ["--remove-orphans"]) == ["other/1 unchanged", "bad/1 removed", "hello/1 removed"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func twoAtOnceFollowEachOther(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server) { launch in
            async let first = up(launch)
            async let second = up(launch)
            let both = try await [first, second].flatMap { $0 }
            #expect(both.sorted() == ["hello/1 started", "hello/1 unchanged"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func oneThatIsKilledInTheForegroundComesBack(engine: TestEngine) async throws {
        let manifests = LaunchFolder.server("one") + "---\n" + LaunchFolder.server("two")
        try await LaunchFolder.with(engine, manifests) { launch in
            var isKilled = false
            let result = try await launch.watch("up") { shown in
                if !isKilled, shown.contains("one: ready"), shown.contains("two: ready") {
                    isKilled = true
                    try await launch.client.containers.kill("\(launch.project)-one-1")
                }
                return shown.contains("one: ready again") ? .interrupt : nil
            }
            #expect(result.status == 130, "\(result.errors)")
            #expect(result.errors.contains("one: killed (exit code 137); restarting after 100ms (1 of 5)"))
            #expect(!result.errors.contains("two: killed"))
            let left = try await launch.leftovers()
            #expect(left == [], "\(result.errors)")
        }
    }
}
