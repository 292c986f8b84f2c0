import AgentTesting
import EngineAPI
import Subprocess
import SystemPackage
import Testing

/// A command in an agent whose caller goes away.
@Suite(.timeLimit(.minutes(2))) struct InterruptedExecTests {
    /// An agent that idles, and the words that lead a command into it.
    private static func withAgent(
        _ engine: TestEngine, _ body: (LaunchFolder, _ exec: [String]) async throws -> Void
    ) async throws {
        try await LaunchFolder.with(engine) { launch in
            let name = "\(launch.project)-one"
            let started = try await launch.run("run", "-d", "--name", name, TestEngine.image, "sleep", "600")
            #expect(started.status == 0, "\(started.errors)")
            try await body(launch, ["exec"] + launch.engineOptions + ["--project", launch.project, name, "--"])
        }
    }

    /// The processes that run a program with these words.
    private static func processes(_ words: String, by exec: [String]) async throws -> [Substring] {
        let found = try await Tool.run(exec + ["ps", "-o", "pid,args"])
        #expect(found.status == 0, "\(found.errors)")
        return found.output.split(separator: "\n").filter { $0.contains(words) }
    }

    @Test(arguments: TestEngine.allCases)
    func itEndsWithAllThatItStarted(_ engine: TestEngine) async throws {
        try await Self.withAgent(engine) { _, exec in
            let result = try await Tool.session(exec + ["sh", "-c", "sleep 299 & echo ready; sleep 298"]) { execution in
                for try await _ in execution.standardOutput { try execution.send(signal: .terminate) }
            }
            #expect(result.status == 130, "\(result.errors)")
            #expect(!result.errors.contains("goes on"))
            #expect(try await Self.processes("sleep 29", by: exec) == [])
        }
    }

    /// Whoever reads the output goes away.
    @Test(arguments: TestEngine.allCases)
    func itEndsWithoutAReader(_ engine: TestEngine) async throws {
        try await Self.withAgent(engine) { _, exec in
            let words = ([Tool.path.string] + exec).map { "'\($0)'" }.joined(separator: " ")
            let result = try await Subprocess.run(
                .name("bash"), arguments: ["-c", "\(words) yes aac-yes | head -n 1"],
                environment: Tool.variables([:]), input: .none, output: .string(limit: 1 << 10), error: .discarded)
            #expect(result.standardOutput == "aac-yes\n")
            #expect(try await Self.processes("yes aac-yes", by: exec) == [])
        }
    }

    /// Where nothing of ours is in the container, the command cannot be ended, and the user is told.
    @Test func aContainerWithoutTheLauncherIsTold() async throws {
        try await Project.with(.docker, [.idle("one")]) { project in
            let result = try await Tool.session(
                ["exec"] + project.options + ["one", "--", "sh", "-c", "echo ready; sleep 299"]
            ) { execution in
                for try await _ in execution.standardOutput { try execution.send(signal: .terminate) }
            }
            #expect(result.status == 130)
            #expect(result.errors.contains("the command goes on in the container"))
        }
    }
}
