import AgentRuntime
import AgentTesting
import AgentValues
import Diagnostics
import EngineAPI
import Subprocess
import SystemPackage
import Testing

/// Agents whose lives are bounded, as a user has them.
@Suite(.timeLimit(.minutes(10))) struct LeaseTests {
    private static let agent = LaunchFolder.manifest(script: "echo serving; exec sleep 600")

    @Test(arguments: TestEngine.allCases)
    func anAgentInTheForegroundIsEndedOnTime(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, Self.agent + "  lifetime: {ttl: 1500ms}\n") { launch in
            let up = try await launch.run("up")
            #expect(up.status == ExitCode.timedOut.rawValue, "\(up.errors)")
            #expect(up.output == "serving\n")
            #expect(up.errors.contains("hello: its lifetime of 1.5s is over\n"), "\(up.errors)")
            #expect(try await launch.leftovers() == [])

            try launch.write(Self.agent + "  lifetime: {idle: 1s}\n")
            let idle = try await launch.run("up")
            #expect(idle.status == ExitCode.timedOut.rawValue, "\(idle.errors)")
            #expect(idle.errors.contains("hello: it has printed nothing for 1s\n"), "\(idle.errors)")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func runEndsOnTimeToo(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            for mode in ["--ttl=1s", "-i"] {
                let run = try await launch.run(
                    "run", mode, "--ttl", "1s", "--name", "\(launch.project)-job", TestEngine.image, "sleep", "600")
                #expect(run.status == ExitCode.timedOut.rawValue, "\(run.errors)")
                #expect(run.errors.contains("its lifetime of 1s is over"), "\(run.errors)")
            }
            #expect(try await launch.leftovers() == [])
            let usage = try await launch.run("run", "--ttl", "0", TestEngine.image)
            #expect(usage.status == ExitCode.usage.rawValue)
        }
    }

    /// The label is there, a later `up` keeps the container and its end, and the next command of any project removes it.
    @Test(arguments: TestEngine.allCases)
    func theNextCommandRemovesWhatIsPastItsTime(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, Self.agent) { launch in
            #expect(try await launch.run("up", "-d", "--ttl", "1h").status == 0)
            let container = "\(launch.project)-hello-1"
            let labels = try await launch.client.containers.inspect(container).configuration.labels
            let lease = try #require(Lease(labels: labels ?? [:]))
            let rest = try #require(lease.expires) - .now
            #expect(rest > .seconds(3500) && rest <= .seconds(3600))
            #expect(try await launch.run("inspect", "hello").output.contains("Lifetime      60m, until 20"))
            #expect(try await launch.run("up", "-d", "--ttl", "1h").output.contains("unchanged"))
            #expect(try await launch.client.containers.inspect(container).configuration.labels == labels)

            let past = AgentIdentity.testing(project: launch.project, agent: "past")
            let over = Lease(Lifetime(ttl: .seconds(1)), from: EngineTime(seconds: 1_700_000_000)).labels
            _ = try await launch.client.containers.create(
                ContainerConfiguration(image: TestEngine.image, labels: past.labels.merging(over) { $1 }),
                name: past.containerName)
            // Whoever comes first: this command, or one of another test.
            let other = try await launch.run("ps", "--project", "some-other-project")
            #expect(other.status == 0)
            while try await launch.leftovers().count > 2 { try await Task.sleep(for: .milliseconds(50)) }
            #expect(try await launch.leftovers().contains { $0.contains(container) })
        }
    }

    @Test func whatWasRemovedIsOneLineAndFailuresAreNone() async throws {
        let engine = try ScriptedEngine(answers: ["GET /containers/json": .json("[]")])
        let quiet = try await Tool.run(["ps", "--all-projects", "--engine", engine.host])
        #expect(quiet.status == 0 && quiet.errors == "", "\(quiet.errors)")

        let labels = AgentIdentity.testing(project: "shop", agent: "old").labels
            .merging(Lease(Lifetime(ttl: .seconds(60)), from: EngineTime(seconds: 1_700_000_000)).labels) { $1 }
            .map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
        let list = ScriptedAnswer.json(
            #"[{"Id":"abc","Names":["/shop-old-1"],"State":"running","Labels":{\#(labels)}}]"#)
        engine.answer("GET /containers/json", with: list, .json("[]"))
        engine.answer("POST /containers/*/stop", with: .done)
        engine.answer(
            "GET /containers/*/json",
            with: .json(
                #"{"Id":"abc","Name":"/shop-old-1","Image":"x","State":{"Status":"exited"},"Config":{"Labels":{\#(labels)}}}"#
            ))
        engine.answer("DELETE /containers/*", with: .done)
        engine.answer("GET /networks", with: .json("[]"))
        let swept = try await Tool.run(["ps", "--all-projects", "--engine", engine.host])
        #expect(swept.status == 0)
        #expect(swept.errors == "removed shop-old-1 (its lifetime of 1m is over)\n", "\(swept.errors)")
        #expect(engine.calls.contains { $0.description == "POST /containers/abc/stop" })

        engine.answer("GET /containers/json", with: list, .json("[]"))
        engine.answer("DELETE /containers/*", with: .failure(500, "device busy"))
        let failed = try await Tool.run(["ps", "--all-projects", "--engine", engine.host, "--log-level", "debug"])
        #expect(failed.status == 0)
        #expect(failed.errors.contains("not removed though its time is over"), "\(failed.errors)")

        engine.answer("GET /containers/json", with: list)
        let reaped = try await Tool.run(["reap", "--engine", engine.host])
        #expect(reaped.status == ExitCode.failure.rawValue)
        #expect(reaped.errors.contains("device busy"), "\(reaped.errors)")
        let dry = try await Tool.run(["reap", "--dry-run", "--engine", engine.host, "--output", "json"])
        #expect(dry.status == 0 && dry.output.contains(#""reason": "its lifetime of 1m is over""#), "\(dry.output)")
    }

    /// On Docker, because only there nobody else looks at the engine's containers.
    @Test func watchingOutlivesTheEngine() async throws {
        try await DisposableEngine.with(.docker) { disposable in
            let manifest = LaunchFolder.manifest(script: "exec sleep 600", "network: {mode: none}")
            try await LaunchFolder.with(disposable, manifest) { launch in
                var isKilled = false
                let result = try await launch.watch("reap", "--watch") { shown in
                    if !isKilled {
                        isKilled = true
                        await disposable.kill()
                        try await disposable.start()
                        let up = try await launch.run("up", "-d", "--ttl", "2s")
                        #expect(up.status == 0, "\(up.errors)")
                        if up.status != 0 { return .interrupt }
                    }
                    return shown.contains("removed container \(launch.project)-hello-1: its lifetime of 2s is over")
                        ? .interrupt : nil
                }
                #expect(result.status == ExitCode.interrupted.rawValue, "\(result.errors)")
                #expect(try await launch.leftovers() == [])
            }
        }
    }
}
