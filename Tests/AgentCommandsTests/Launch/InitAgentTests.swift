import AgentTesting
import Diagnostics
import EngineAPI
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The agents that `init NAME --runtime` writes, as a user gets them.
@Suite(.timeLimit(.minutes(10))) struct InitAgentTests {
    private static let runtimes = ["python", "nodejs", "go", "rust", "java"]

    @Test func refusesWhatItCannotWrite() async throws {
        let folder = try TemporaryFolder(named: "init")
        for arguments in [
            ["A", "--runtime", "go"], ["-x-", "--runtime", "go"], ["shop"], ["shop", "--runtime", "cobol"],
        ] {
            let result = try await Tool.run(["init"] + arguments, folder: folder.path)
            #expect(result.status == ExitCode.usage.rawValue, "\(arguments): \(result.errors)")
        }
        let first = try await Tool.run(["init", "shop", "--runtime", "go"], folder: folder.path)
        #expect(first.status == 0 && first.output == "shop/agent.yaml\nshop/main.go\nshop/.dockerignore\n")
        let again = try await Tool.run(["init", "shop", "--runtime", "python"], folder: folder.path)
        #expect(again.status == ExitCode.usage.rawValue && again.errors.contains("'shop' is there already"))
        #expect(try await Tool.run(["init", "agent", "hook", "--runtime", "go"], folder: folder.path).status == 0)
    }

    @Test func theManifestNamesTheSchemaWhereThereIsOne() async throws {
        let folder = try TemporaryFolder(named: "init")
        func firstLine(_ name: String) async throws -> Substring? {
            _ = try await Tool.run(["init", name, "--runtime", "python"], folder: folder.path)
            let text = try String(contentsOfFile: folder.path.appending("\(name)/agent.yaml").string, encoding: .utf8)
            return text.split(separator: "\n").first
        }
        #expect(try await firstLine("a")?.hasPrefix("# An agent") == true)
        try folder.write("{}", to: "agent.schema.json")
        #expect(try await firstLine("b") == "# yaml-language-server: $schema=../agent.schema.json")
    }

    /// Nothing is said about the manifest, and what would be built is of that runtime, and starts the source that was written.
    @Test(arguments: runtimes) func validatesAndPlans(runtime: String) async throws {
        let folder = try TemporaryFolder(named: "init")
        let written = try await Tool.run(["init", "shop", "--runtime", runtime], folder: folder.path)
        #expect(written.status == 0, "\(written.errors)")
        let valid = try await Tool.run(["validate", "--strict", "-f", "shop"], folder: folder.path)
        #expect(valid.status == 0 && valid.errors == "", "\(valid.errors)")
        let plan = try await Tool.run(["plan", "--offline", "--output", "json", "-f", "shop"], folder: folder.path)
        #expect(plan.status == 0 && plan.errors == "", "\(plan.errors)")
        let starts = [
            "python": "main.py", "nodejs": "index.js", "go": "/app/agent", "rust": "/app/agent", "java": "Main",
        ]
        #expect(plan.output.contains("# Made by aac-runtime for the runtime \(runtime):"), "\(plan.output)")
        #expect(plan.output.contains("\\\"\(starts[runtime] ?? "?")\\\"]"), "\(plan.output)")
    }

    @Test(arguments: TestEngine.allCases) func aPythonAgentIsUpAtOnce(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            #expect(try await Tool.run(["init", "shop", "--runtime", "python"], folder: launch.path).status == 0)
            let up = try await launch.run("up", "-d", "-f", "shop", "--project", launch.project)
            #expect(up.status == 0, "\(up.errors)")
            let info = try await launch.client.containers.inspect("\(launch.project)-shop-1")
            let port = try #require(info.network.ports.byPort.values.joined().first?.port)
            #expect(try await ask(port, "/health") == "ok\n")
            #expect(try await ask(port, "/", "-d", "Hello") == "shop heard: Hello\n")
            let down = try await launch.run("down", "--project", launch.project)
            #expect(down.status == 0 && !down.output.isEmpty, "\(down.errors)")
            try? await launch.client.images.remove(info.configuration.image)
        }
    }

    /// The sources run on this host where it has what they need.
    @Test(arguments: runtimes) func answers(runtime: String) async throws {
        let script: [String: String] = [
            "python": "exec python3 main.py", "nodejs": "exec node index.js",
            "go": "go build -o agent main.go && exec ./agent", "rust": "rustc -o agent main.rs && exec ./agent",
            "java": "exec java Main.java",
        ]
        let command = try #require(script[runtime])
        let tool = command.split(separator: " ").first { !["exec"].contains($0) } ?? ""
        guard try await shell("command -v \(tool) && \(tool) --version || \(tool) version", in: "/").status == 0 else {
            return
        }
        let folder = try TemporaryFolder(named: "init")
        #expect(try await Tool.run(["init", "shop", "--runtime", runtime], folder: folder.path).status == 0)
        let result = try await Subprocess.run(
            .name("bash"), arguments: ["-c", command],
            environment: .inherit.updating(["PORT": "0", "AGENT_NAME": "shop"]),
            workingDirectory: folder.path.appending("shop"), input: .none, output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            var shown = ""
            for try await piece in execution.standardOutput {
                shown += piece.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                guard let match = shown.firstMatch(of: /listens on port (\d+)\n/), let port = Int(match.1) else {
                    continue
                }
                #expect(try await ask(port, "/health") == "ok\n")
                #expect(try await ask(port, "/", "-d", "Grüße") == "shop heard: Grüße\n")
                #expect(try await ask(port, "/other", "-o", "/dev/null", "-w", "%{http_code}") == "404")
                try execution.send(signal: .terminate)
                return true
            }
            Issue.record("it ended: \(shown)")
            return false
        }
        #expect(result.closureResult)
    }

    private func ask(_ port: Int, _ path: String, _ arguments: String...) async throws -> String? {
        let result = try await Subprocess.run(
            .name("curl"),
            arguments: Arguments(["-sS", "--max-time", "20", "http://127.0.0.1:\(port)\(path)"] + arguments),
            output: .string(limit: 1 << 16), error: .discarded)
        return result.standardOutput
    }

    private func shell(_ script: String, in folder: FilePath) async throws -> Tool.Result {
        let result = try await Subprocess.run(
            .name("bash"), arguments: ["-c", script], workingDirectory: folder, output: .discarded, error: .discarded)
        return Tool.Result(status: Tool.status(result.terminationStatus), output: "", errors: "")
    }
}
