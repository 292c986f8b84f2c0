import AgentTesting
import Diagnostics
import EngineAPI
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(10))) struct UpTests {
    private struct Row: Decodable {
        var agent: String
        var outcome: String
    }

    @Test(arguments: TestEngine.allCases)
    func upPsDown(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server) { launch in
            let up = try await launch.run("up", "-d")
            #expect(up.status == 0, "\(up.errors)")
            #expect(up.output.contains("hello  ready  \(launch.project)-hello-1  127.0.0.1:"))
            #expect(try await launch.run("ps").output.contains("running"))
            let found = try await launch.client.containers.inspect("\(launch.project)-hello-1")
            #expect(found.host.memory == 1 << 30)
            #expect(found.host.pidsLimit == 256)
            #expect(found.host.securityOptions?.contains { $0.hasPrefix("no-new-privileges") } == true)
            let down = try await launch.run("down")
            #expect(down.status == 0, "\(down.errors)")
            #expect(try await launch.leftovers() == [])
            #expect(try await launch.run("down").status == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aSecondUpChangesNothingAndAChangeRecreates(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server) { launch in
            func up() async throws -> (outcome: String?, id: String) {
                let result = try await launch.run("up", "-d", "--output", "json")
                #expect(result.status == 0, "\(result.errors)")
                let rows = try JSONDecoder().decode([Row].self, from: Data(result.output.utf8))
                let id = try await launch.client.containers.inspect("\(launch.project)-hello-1").id
                return (rows.first?.outcome, id)
            }
            let first = try await up()
            let second = try await up()
            #expect(first.outcome == "started" && second.outcome == "unchanged" && first.id == second.id)
            try launch.write(LaunchFolder.server + "  environment: [{name: A, value: b}]\n")
            let third = try await up()
            #expect(third.outcome == "recreated" && third.id != first.id)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func ctrlCInTheForegroundLeavesNothing(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server) { launch in
            let result = try await launch.interrupt("up", after: "serving")
            #expect(result.status == 130, "\(result.errors)")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func ctrlCWhileWaitingLeavesNothing(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "trap 'exit 0' TERM; echo waiting; while :; do sleep 0.1; done",
            "volumes: [{source: data, target: /data}]\nconfig: {a: 1}\nhealthCheck: {type: file, path: /never, startPeriod: 60s}"
        )
        try await LaunchFolder.with(engine, manifest) { launch in
            let result = try await launch.interrupt("up", after: "waiting")
            #expect(result.status == 130, "\(result.errors)")
            #expect(try await launch.leftovers() == [])
        }
    }

    /// While it is launched and while it runs: what the agent prints until its end is shown, and that it is being stopped.
    @Test(arguments: TestEngine.allCases, ["waiting", "ready after"])
    func whatAnAgentSaysWhileItIsBeingStopped(engine: TestEngine, _ moment: String) async throws {
        let manifest = LaunchFolder.manifest(
            script: "trap 'seq 1 20000; echo last words; exit 0' TERM; echo waiting; while :; do sleep 0.1; done")
        try await LaunchFolder.with(engine, manifest) { launch in
            let result = try await launch.interrupt("up", after: moment)
            #expect(result.status == 130)
            #expect(
                result.errors.contains("\nstopping hello (10s; Ctrl-C again kills)\n"), "\(result.errors.prefix(1000))")
            #expect(result.errors.contains("\n19999\n20000\nlast words\n"), "\(result.errors.suffix(1000))")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func ctrlCAgainKills(engine: TestEngine) async throws {
        let stubborn = LaunchFolder.manifest(
            script: "trap '' TERM; echo waiting; while true; do sleep 1; done")
        try await LaunchFolder.with(engine, stubborn) { launch in
            let start = ContinuousClock.now
            let result = try await launch.interrupt(
                "up", after: "ready after", "stopping hello (10s; Ctrl-C again kills)")
            #expect(result.status == 130, "\(result.errors)")
            #expect(start.duration(to: .now) < .seconds(10))
            #expect(try await launch.leftovers() == [])
            // Where nobody has pressed it yet, once is enough, and what was asked for is done.
            #expect(try await launch.run("up", "-d").status == 0)
            let restarted = try await launch.interrupt(
                "restart", "-t", "5m", after: "stopping hello (5m; Ctrl-C kills)")
            #expect(restarted.status == 0 && restarted.errors.contains("hello: restarted"), "\(restarted.errors)")
            let down = try await launch.interrupt("down", "-t", "5m", after: "stopping hello (5m; Ctrl-C kills)")
            #expect(down.status == 0, "\(down.errors)")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases) func aThirdCtrlCSaysWhatIsLeft(_ engine: TestEngine) async throws {
        let stubborn = LaunchFolder.manifest(
            script: "trap '' TERM; echo waiting; while true; do sleep 1; done",
            "config: {a: 1}\nhealthCheck: {type: file, path: /never}")
        try await LaunchFolder.with(engine, stubborn) { launch in
            let result = try await launch.interrupt("up", "-d", after: "probing", "removing", "removing")
            #expect(result.status == ExitCode.interrupted.rawValue)
            #expect(result.errors.contains("may be left behind: network \(launch.project)_agents"), "\(result.errors)")
            #expect(result.errors.contains("container \(launch.project)-hello-1"))
            let down = try await launch.run("down", "--timeout", "0s")
            #expect(down.status == 0)
            #expect(try await launch.leftovers() == [])
            #expect(try await leaks(ofProject: launch.project, on: launch.client) == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func theForegroundEndsWithTheAgentsExitCode(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "echo out; echo err >&2; sleep 5; exit 5", "healthCheck: {type: log, expect: out}")
        try await LaunchFolder.with(engine, manifest) { launch in
            let result = try await launch.run("up")
            #expect(result.status == 5, "\(result.errors)")
            #expect(result.output == "out\n")
            #expect(result.errors.contains("err\n"))
            #expect(result.errors.contains("hello: ended with exit code 5"))
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anAgentOverItsMemoryLimit(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "x=$$(head -c 200000000 /dev/zero | tr '\\\\0' x); echo $$x",
            "resources: {limits: {memory: 32Mi}}\nhealthCheck: {type: tcp, port: 8080}")
        try await LaunchFolder.with(engine, manifest) { launch in
            let result = try await launch.run("up", "-d")
            #expect(result.status == 1)
            #expect(result.errors.contains("OOM-killed at its memory limit of 32Mi"))
            #expect(result.errors.contains("raise spec.resources.limits.memory"))
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func oneFailingAgentTakesTheOthersOfThisUpWithIt(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let bad = LaunchFolder.manifest(
                "bad", script: "echo no; exit 3", "dependsOn: [hello]\nhealthCheck: {type: file, path: /x}")
            try launch.write(bad + "---\n" + LaunchFolder.server)
            let failed = try await launch.run("up", "-d")
            #expect(failed.status == 1)
            #expect(failed.errors.contains("bad: ended with exit code 3"))
            #expect(try await launch.leftovers() == [])
            // One that ran before goes on running.
            try launch.write(LaunchFolder.server)
            #expect(try await launch.run("up", "-d").status == 0)
            try launch.write(bad + "---\n" + LaunchFolder.server)
            #expect(try await launch.run("up", "-d").status == 1)
            #expect(try await launch.leftovers().count == 2)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anAgentStartsAfterTheJobThatItDependsOn(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let volume = "volumes: [{source: data, target: /data}]"
            let job = LaunchFolder.manifest("job", script: "echo made > /data/x", volume)
            let user = LaunchFolder.manifest(
                "user", script: "cat /data/x; sleep 60",
                "\(volume)\ndependsOn: [{name: job, condition: completed}]\nhealthCheck: {type: log, expect: made}")
            try launch.write(user + "---\n" + job)
            let result = try await launch.run("up", "-d")
            #expect(result.status == 0, "\(result.errors)")
            let down = try await launch.run("down", "--timeout", "0s")
            #expect(down.errors.contains("kept volume \(launch.project)_data"))
            #expect(try await launch.leftovers() == ["volume \(launch.project)_data"])
            #expect(try await launch.run("down", "--volumes").output.contains("removed volume"))
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aForeignContainerOfTheSameName(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server) { launch in
            let foreign = try await launch.client.containers.create(
                ContainerConfiguration(image: TestEngine.image, command: ["true"], labels: TestEngine.labels),
                name: "\(launch.project)-hello-1")
            let result = try await launch.run("up", "-d")
            #expect(result.status == 125)
            #expect(result.errors.contains(foreign.id.prefix(12)))
            #expect(try await launch.leftovers() == [])
            try await launch.client.containers.remove(foreign.id)
        }
    }

    @Test func withoutAnEngineTheCommandSaysWhatItTried() async throws {
        let folder = try TemporaryFolder(named: "off")
        try folder.write(LaunchFolder.server, to: "agent.yaml")
        let result = try await Tool.run(
            ["up", "-d", "--engine", "unix:///no/such.sock"], folder: folder.path)
        #expect(result.status == 69)
        #expect(result.errors.contains("/no/such.sock"))
    }

    @Test func fiveMistakesAreFiveMessages() async throws {
        let folder = try TemporaryFolder(named: "mistakes")
        try folder.write(
            """
            apiVersion: agent.dev/v1
            kind: Agnet
            metadata: {name: Hog_}
            spec:
              runtime: pyton
              model: {provider: openai}
              ports: [{container: 99999}]

            """, to: "agent.yaml")
        for command in ["up", "plan", "build", "validate"] {
            let result = try await Tool.run([command], folder: folder.path)
            #expect(result.status == 65)
            #expect(result.errors.split(separator: "\n").count { $0.contains(": error: ") } == 5)
            #expect(result.errors.split(separator: "\n").count { $0.contains("^") } == 5)
        }
    }
}
