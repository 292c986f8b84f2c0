import AgentTesting
import Diagnostics
import EngineAPI
import FoundationEssentials
import Glibc
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(10))) struct TestCommandTests {
    private struct Report: Decodable {
        struct Case: Decodable {
            var kind: String
            var name: String
            var outcome: String
            var message: String?
            var output: String?
            var agent: String?
        }

        var exitStatus: Int
        var cases: [Case]
    }

    private func report(_ launch: LaunchFolder) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(try launch.read("report/report.json").utf8))
    }

    @Test(arguments: TestEngine.allCases)
    func aCommandOfTheHostReachesTheAgents(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server) { launch in
            let result = try await launch.run(
                "test", "--project", launch.project, "--report", "report", "--", "sh", "-c",
                "curl -fsS $AAC_URL_HELLO/passwd > /dev/null && echo port $AAC_PORT_HELLO_8080; echo $AAC_PROJECT >&2; exit 7"
            )
            #expect(result.status == 7, "\(result.errors)")
            #expect(result.output.hasPrefix("port "))
            #expect(result.errors.contains("\n\(launch.project)\n"))
            let report = try report(launch)
            #expect(report.exitStatus == 7)
            #expect(report.cases.map(\.outcome) == ["passed", "failed"])
            #expect(report.cases.last?.message == "exit status 7")
            #expect(report.cases.last?.output?.contains(launch.project) == true)
            let junit = try launch.read("report/junit.xml")
            #expect(junit.contains(#"<failure message="exit status 7">"#))
            #expect(try launch.read("report/logs/hello.log").contains("serving\n"))
            #expect(try launch.read("report/test.log").contains("port "))
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func theManifestsTestRunsInItsAgent(engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "exec httpd -f -p 8080",
            "test: {command: [sh, -c, 'echo in $$AAC_MODEL_NAME; exit 4'], timeout: 30s}\nhealthCheck: {type: tcp, port: 8080}"
        )
        try await LaunchFolder.with(engine, manifest) { launch in
            let result = try await launch.run("test", "--project", launch.project, "--output", "json")
            #expect(result.status == 4, "\(result.errors)")
            let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
            #expect(report.cases.last?.agent == "hello")
            #expect(report.cases.last?.output == "in gpt-4\n")
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anAgentThatFailsIsInTheReport(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let bad = LaunchFolder.manifest(
                "bad", script: "echo the words of $$KEY; exit 3",
                "healthCheck: {type: file, path: /x}\nenvironment: [{name: KEY, from: secret}]")
            let next = LaunchFolder.manifest(
                "next", script: "sleep 60", "dependsOn: [{name: bad, condition: healthy}]")
            try launch.write(bad + "---\n" + next)
            let result = try await launch.run(
                "test", "--project", launch.project, "--report", "report", "--", "true",
                environment: ["KEY": "s3cr3t-value"])
            #expect(result.status == 1)
            #expect(result.errors.contains("bad: ended with exit code 3"))
            let report = try report(launch)
            #expect(report.cases.map(\.name) == ["bad", "next", "true"])
            #expect(report.cases.map(\.outcome) == ["failed", "skipped", "skipped"])
            #expect(try launch.read("report/logs/bad.log") == "the words of ***\n")
            for file in ["junit.xml", "report.json"] {
                #expect(!(try launch.read("report/\(file)").contains("s3cr3t-value")))
            }
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func ctrlCAndTheTimeLimitTakeTheProjectDown(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server) { launch in
            let script = "echo $$ > pid; echo it runs; sleep 300"
            let interrupted = try await launch.interrupt(
                "test", "--project", launch.project, "--report", "report", "--", "sh", "-c", script, after: "it runs")
            #expect(interrupted.status == 130, "\(interrupted.errors)")
            #expect(try await launch.leftovers() == [])
            let process = try #require(pid_t(try launch.read("pid").prefix { $0.isNumber }))
            #expect(kill(process, 0) != 0)
            #expect(try report(launch).exitStatus == 130)
            #expect(try report(launch).cases.map(\.outcome) == ["passed", "skipped"])
            let late = try await launch.run(
                "test", "--project", launch.project, "--report", "report", "--timeout", "200ms", "--", "sleep", "300")
            #expect(late.status == 124, "\(late.errors)")
            #expect(try report(launch).cases.last?.message == "did not end within 200ms")
            #expect(try await launch.leftovers() == [])
        }
    }

    /// Docker's first builder, which builds where a Dockerfile hides itself, lists its steps as images, those of other stages too.
    @Test(arguments: TestEngine.allCases)
    func noImageIsLeft(engine: TestEngine) async throws {
        let manifest = """
            apiVersion: agent.dev/v1
            kind: Agent
            metadata: {name: built}
            spec:
              runtime: python
              build: {context: .}
              model: {provider: openai, name: gpt-4}

            """
        try await LaunchFolder.with(engine, manifest) { launch in
            try launch.write(
                """
                FROM \(TestEngine.image) AS one
                ENV MARK=\(launch.project)
                RUN echo made > /made
                FROM \(TestEngine.image)
                ENV MARK=\(launch.project)
                COPY --from=one /made /made
                CMD ["sleep", "600"]

                """, to: "Dockerfile")
            try launch.write("Dockerfile\n", to: ".dockerignore")
            let result = try await launch.run("test", "--", "true")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("built: built"))
            var left: [String] = []
            for image in try await launch.client.images.list(all: true) {
                let history = try? await launch.client.images.history(image.id)
                if history?.contains(where: { $0.createdBy.contains(launch.project) }) == true { left.append(image.id) }
            }
            #expect(left == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aProjectThatIsThereIsLeftAlone(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server) { launch in
            #expect(try await launch.run("up", "-d").status == 0)
            let refused = try await launch.run("test", "--project", launch.project, "--", "true")
            #expect(refused.status == 64)
            #expect(refused.errors.contains("'\(launch.project)' has agents already"))
            // Without a name of the user's, a test has a project of its own.
            let own = try await launch.run("test", "--", "sh", "-c", "echo $AAC_PROJECT")
            #expect(own.status == 0, "\(own.errors)")
            #expect(own.output.hasPrefix("\(launch.project)-test-"))
            let missing = try await launch.run("test", "--", "no-such-program")
            #expect(missing.status == 127, "\(missing.errors)")
            #expect(try await launch.run("ps").output.contains("running"))
        }
    }
}
