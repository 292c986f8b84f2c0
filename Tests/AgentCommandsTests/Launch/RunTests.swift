import AgentTesting
import EngineAPI
import Subprocess
import Testing

@Suite struct RunCommandTests {
    @Test(arguments: TestEngine.allCases)
    func theForegroundShowsOutputAndEndsWithTheExitCode(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let result = try await launch.run("run", TestEngine.image, "sh", "-c", "echo out; echo err >&2; exit 7")
            #expect(result.status == 7)
            #expect(result.output == "out\n")
            #expect(result.errors == "err\n")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func interactiveConnectsStandardInput(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let result = try await launch.run("run", "-i", TestEngine.image, "cat", input: "one\ntwo\n")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "one\ntwo\n")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func detachedItHasItsPortsVariablesMountsAndName(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            try launch.write("from the host", to: "note")
            let name = TestEngine.uniqueName("run")
            let result = try await launch.run(
                "run", "-d", "--name", name, "-p", "0:8080", "-e", "A=b", "-v", "./note:/note:ro", "--memory", "64Mi",
                TestEngine.image, "sleep", "60")
            #expect(result.status == 0, "\(result.errors)")
            let found = try await launch.client.containers.inspect(name)
            #expect(result.output == "\(found.id)\n")
            #expect(found.host.memory == 64 << 20)
            #expect(found.configuration.environment?.contains("A=b") == true)
            #expect(found.network.ports[.init(8080)].first?.hostAddress == "127.0.0.1")
            #expect(try await launch.run("exec", name, "--", "cat", "/note").output == "from the host")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anImageThatCannotBeHad(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let result = try await launch.run("run", "127.0.0.1:1/no/such:image")
            #expect(result.status == 125)
            #expect(result.errors.contains("'127.0.0.1:1/no/such:image' is not on the engine and cannot be pulled"))
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: ["8080:x", "70000"])
    func aBadPortIsWrongUsage(port: String) async throws {
        #expect(try await Tool.run(["run", "-p", port, "image"]).status == 64)
    }

    @Test(arguments: TestEngine.allCases)
    func ctrlCRemovesTheContainer(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let result = try await Tool.session(
                ["run"] + launch.engineOptions + [
                    "--project", launch.project, TestEngine.image, "sh", "-c", "echo up; exec sleep 600",
                ]
            ) { execution in
                for try await _ in execution.standardOutput { try execution.send(signal: .interrupt) }
            }
            #expect(result.status == 130, "\(result.errors)")
            #expect(try await launch.leftovers() == [])
        }
    }
}
