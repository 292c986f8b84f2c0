import AgentRuntime
import AgentTesting
import Diagnostics
import EngineAPI
import Testing

/// Hooks of a manifest around real runs of the built command.
@Suite(.timeLimit(.minutes(10))) struct HookTests {
    private static func manifest(_ hooks: String, _ more: String = "") -> String {
        LaunchFolder.manifest(script: "trap 'exit 0' TERM; sleep 60 & wait", "\(more)hooks:\n\(hooks)")
    }

    @Test(arguments: TestEngine.allCases) func aProgramChangesTheOptions(_ engine: TestEngine) async throws {
        let hook = #"  preRun: [{name: mark, exec: [sh, -c, 'echo "{\"environment\": {\"MARK\": \"1\"}}"']}]"#
        try await LaunchFolder.with(engine, Self.manifest(hook)) { launch in
            let plan = try await launch.plan()
            #expect(plan.output.contains("by 'mark': environment.MARK: none -> \"1\""))
            let up = try await launch.run("up", "-d", "--output", "json")
            #expect(up.status == 0, "\(up.errors)")
            #expect(up.output.contains("\"hook\" : \"mark\"") || up.output.contains("\"hook\": \"mark\""))
            let container = try await launch.client.containers.inspect("\(launch.project)-hello-1")
            #expect(container.configuration.environment?.contains("MARK=1") == true)
            // What a hook changes is no change of what was asked for.
            let again = try await launch.run("up", "-d")
            #expect(again.output.contains("unchanged"))
            try launch.write(Self.manifest(hook.replacing("\\\"1", with: "\\\"2")))
            let changed = try await launch.run("up", "-d")
            #expect(changed.output.contains("ready"), "\(changed.output)\(changed.errors)")
        }
    }

    @Test(arguments: TestEngine.allCases) func aProgramDenies(_ engine: TestEngine) async throws {
        let hook = "  preRun: [{name: gate, exec: [sh, -c, 'echo not on Fridays >&2; exit 2']}]"
        try await LaunchFolder.with(engine, Self.manifest(hook, "volumes: [{type: volume, source: d, target: /d}]\n")) {
            launch in
            for result in [try await launch.run("up"), try await launch.plan()] {
                #expect(result.status == ExitCode.denied.rawValue)
                #expect(result.errors.contains("gate") && result.errors.contains("not on Fridays"), "\(result.errors)")
            }
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases, ["postRun", "ready"])
    func aFailureAfterTheStartTakesEverythingBack(_ engine: TestEngine, _ phase: String) async throws {
        let hook = "  \(phase): [{name: broken, exec: [sh, -c, 'echo no disk >&2; exit 3']}]"
        try await LaunchFolder.with(engine, Self.manifest(hook, "volumes: [{type: volume, source: d, target: /d}]\n")) {
            launch in
            let result = try await launch.run("up", "-d")
            #expect(result.status == 1)
            #expect(result.errors.contains("hook 'broken' failed in \(phase)") && result.errors.contains("no disk"))
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases) func aFailureThatOnlyWarns(_ engine: TestEngine) async throws {
        let hook = "  ready: [{name: ping, exec: [\"false\"], onError: warn}]"
        try await LaunchFolder.with(engine, Self.manifest(hook)) { launch in
            let result = try await launch.run("up", "-d")
            #expect(result.status == 0)
            #expect(result.errors.contains("warning: hello: hook 'ping' failed in ready"), "\(result.errors)")
        }
    }

    @Test(arguments: TestEngine.allCases) func aFailingPreStopKeepsNoContainer(_ engine: TestEngine) async throws {
        let hooks = """
              preStop: [{name: drain, exec: [sh, -c, 'echo $AAC_AGENT >> stopped; exit 1']}]
              postStop: [{name: mourn, exec: [sh, -c, 'echo after >> stopped']}]
            """
        try await LaunchFolder.with(engine, Self.manifest(hooks)) { launch in
            #expect(try await launch.run("up", "-d").status == 0)
            let down = try await launch.run("down", "--timeout", "0s")
            #expect(down.status == 1)
            #expect(down.errors.contains("hook 'drain' failed in preStop"), "\(down.errors)")
            #expect(try await launch.leftovers() == [])
            #expect(try launch.read("stopped") == "hello\nafter\n")
        }
    }

    @Test func anUnknownNameListsWhatThereIs() async throws {
        try await LaunchFolder.with(.docker, Self.manifest("  preRun: [{use: port-chekc}, {use: xyzzy}]")) { launch in
            let result = try await launch.run("up", "-d")
            #expect(result.status == ExitCode.manifestInvalid.rawValue)
            #expect(result.errors.contains("there is no hook 'port-chekc'"))
            #expect(result.errors.contains("did you mean 'port-check'?"), "\(result.errors)")
            #expect(result.errors.contains("registered hooks: audit, "), "\(result.errors)")
        }
    }
}
