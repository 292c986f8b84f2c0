import AgentTesting
import EngineAPI
import FoundationEssentials
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct GoCompatibilityTests {
    /// An agent that greets, and ends at once when asked to.
    private static let manifest = """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata: {name: built, version: "1"}
        spec:
          runtime: python
          build: {context: .}
          model: {provider: openai, name: gpt-4}

        """
    /// No two tests share a layer: Docker fails when it removes one twice at the same time.
    private static func dockerfile(of project: String) -> String {
        """
        FROM \(TestEngine.image)
        LABEL test=\(project)
        CMD ["sh", "-c", "echo \\"greeting: $GREETING\\"; sleep 600 & trap 'kill $!; exit 0' TERM; wait"]

        """
    }

    @Test(arguments: TestEngine.allCases, ["default", "compatible"])
    func aGoProgramRunsReadsStopsAndLists(engine: TestEngine, mode: String) async throws {
        try await LaunchFolder.with(engine, Self.manifest) { launch in
            try launch.write(Self.dockerfile(of: launch.project), to: "Dockerfile")
            let build = try await launch.run("build")
            #expect(build.status == 0, "\(build.errors)")
            let image = "\(launch.project)-built:1"
            let result = try await GoClient.run(Tool.path.string, launch.host, launch.project, image, mode)
            #expect(result.status == 0, "\(result.errors)")
            #expect(try await launch.run("down", "--timeout", "0s").status == 0)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func withoutDetachTheAnswerComesFirstAndTheOutputGoesToStandardError(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            try launch.write("echo out; echo err >&2; exit 5", to: "script")
            let name = TestEngine.uniqueName("go")
            // An interactive shell without a terminal reads the script from its standard input.
            try launch.write(
                #"{"Image":"\#(TestEngine.image)","Name":"\#(name)","Ports":["0:1"],"Interactive":true}"#, to: "o.json")
            let result = try await launch.run("run", "--options", "o.json", input: "echo out; exit 5\n")
            #expect(result.status == 5, "\(result.errors)")
            #expect(result.output.hasPrefix(#"{"ID":""#) && result.output.hasSuffix("\"Protocol\":\"tcp\"}]}\n"))
            #expect(result.output.contains(#","Name":"\#(name)","Ports":[{"Host":""#))
            #expect(result.output.split(separator: "\n").count == 1)
            #expect(result.errors == "out\n")
            // The same in the foreground: a shell whose input is at its end.
            let foreground = try await launch.run(
                "run", "--options", "-",
                input: #"{"Image":"\#(TestEngine.image)","Name":"\#(name)","Ports":["0:1"]}"#)
            #expect(foreground.status == 0, "\(foreground.errors)")
            #expect(foreground.output.contains(#","Name":"\#(name)","#))
            #expect(foreground.errors.isEmpty)
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func goCompatPublishesEverywherePullsNothingAndReplacesNobody(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let name = TestEngine.uniqueName("go")
            let first = try await launch.run(
                "run", "-d", "--go-compat", "--name", name, "-p", "0:8080", TestEngine.image, "sleep", "60")
            #expect(first.status == 0, "\(first.errors)")
            let found = try await launch.client.containers.inspect(name)
            #expect(found.network.ports[.init(8080)].first?.hostAddress == "0.0.0.0")

            let second = try await launch.run(
                "run", "-d", "--go-compat", "--name", name, "-p", "0:8080", TestEngine.image, "sleep", "60")
            #expect(second.status == 125)
            #expect(second.errors.contains("the name '\(name)' is taken by container \(found.id.prefix(12))"))

            let missing = try await launch.run("run", "-d", "--go-compat", "127.0.0.1:1/no/such:image")
            #expect(missing.status == 125)
            #expect(
                missing.errors.contains("'127.0.0.1:1/no/such:image' is not on the engine, and --go-compat pulls none"))
            #expect(try await launch.leftovers() == ["container [\"\(name)\"]", "network \(launch.project)_agents"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func containersWithoutANameThatStartAtOnceGetNamesOfTheirOwn(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let options = #"{"Image":"\#(TestEngine.image)","Ports":["0:1"],"Detach":true,"Interactive":true}"#
            let results = try await withThrowingTaskGroup(of: Tool.Result.self) { group in
                for _ in 0..<3 {
                    group.addTask { try await launch.run("run", "--options", "-", input: options) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for result in results { #expect(result.status == 0, "\(result.errors)") }
            #expect(try await launch.leftovers().filter { $0.hasPrefix("container") }.count == 3)
            #expect(
                try await launch.leftovers().filter { $0.hasPrefix("network") } == ["network \(launch.project)_agents"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func containersAreFoundByIdFromAnywhere(engine: TestEngine) async throws {
        try await Project.with(engine, [.script("say", "echo hello"), .idle("one")]) { project in
            let (said, idle) = (try await project.id(of: "say"), try await project.id(of: "one"))
            let elsewhere = ["--engine", engine.host, "--project", "elsewhere"]
            for id in [said, String(said.prefix(12)), "\(project.name)-say-1"] {
                #expect(try await Tool.run(["logs"] + elsewhere + [id]).output == "hello\n")
            }
            let asInGo = try await Tool.run(["logs", "--go-compat"] + elsewhere + [said])
            #expect(asInGo.output.hasSuffix("Z hello\n"), "\(asInGo)")
            #expect(try await Tool.run(["logs"] + elsewhere + [String(said.prefix(11))]).status == 1)
            // With --go-compat the name of an agent means nothing.
            #expect(try await project.run("stop", "--go-compat", "one").status == 1)
            #expect(try await Tool.run(["stop", "--go-compat"] + elsewhere).status == 64)
            let stopped = try await Tool.run(["stop", "--timeout", "0"] + elsewhere + [idle])
            #expect(stopped.output == "one: stopped\n")
        }
    }

    @Test(arguments: [
        (["-d"], "leave out --detach"), (["-p", "80", "-e", "A=b"], "leave out --publish, --env"),
        (["--name", "x", "-i"], "leave out --name, --interactive"), (["-v", "a:/a"], "leave out --volume"),
        (["--wait"], "leave out --wait"), (["image"], "leave out 'image'"),
    ])
    func flagsThatContradictTheOptionsAreWrongUsage(flags: [String], message: String) async throws {
        let result = try await Tool.run(["run", "--options", "-"] + flags, input: #"{"Image":"a"}"#)
        #expect(result.status == 64)
        #expect(result.errors.contains(message))
        #expect(result.output.isEmpty)
    }

    @Test func mistakesInTheOptionsNeedNoEngine() async throws {
        func run(_ json: String, _ more: String...) async throws -> Tool.Result {
            try await Tool.run(["run", "--engine", "/nowhere", "--options", "-"] + more, input: json)
        }
        let malformed = try await run(#"{"Image":"a",}"#)
        #expect(malformed.status == 65)
        #expect(malformed.errors.contains("<stdin>:1:14: error: expected a key in double quotes"))
        let wrong = try await run(#"{"Image":"a","Environment":["hunter2"]}"#, "--output", "json")
        #expect(wrong.status == 65)
        #expect(wrong.errors.contains(#""path":"Environment[0]""#))
        #expect(!wrong.errors.contains("hunter2"))
        #expect(try await run(#"{"Image":"a","Interactive":true}"#).status == 64)
        #expect(try await Tool.run(["run", "--options", "/no/such/file"]).status == 74)
        #expect(try await Tool.run(["run"]).status == 64)
    }
}
