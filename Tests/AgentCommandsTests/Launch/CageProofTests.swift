import AgentRuntime
import AgentTesting
import Diagnostics
import EngineAPI
import Foundation
import Synchronization
import SystemPackage
import Testing

/// Nothing of an agent runs before its cage is proven, whoever starts it.
@Suite(.timeLimit(.minutes(10))) struct CageProofTests {
    /// An agent that leaves a mark in its mount.
    private static let marking = LaunchFolder.manifest(
        script: "echo was here > /data/mark; trap 'exit 0' TERM; sleep 60 & wait",
        "volumes: [{source: ./data, target: /data}]")

    /// Calls `body` with an agent that ran, was stopped, and whose mount's source leads to another folder now.
    private func withReplacedSource(
        _ engine: TestEngine, _ body: (_ launch: LaunchFolder, _ container: String, _ victim: URL) async throws -> Void
    ) async throws {
        try await LaunchFolder.with(engine, Self.marking) { launch in
            let folder = URL(filePath: launch.path.string)
            let victim = folder.appending(path: "victim")
            for name in ["data", "victim"] {
                try FileManager.default.createDirectory(
                    at: folder.appending(path: name), withIntermediateDirectories: true)
            }
            let up = try await launch.run("up", "-d")
            try #require(up.status == 0, "\(up.errors)")
            #expect(try await launch.run("stop", "--timeout", "0").status == 0)
            try FileManager.default.removeItem(at: folder.appending(path: "data"))
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: "data"), withDestinationURL: victim)
            let labels = EngineFilters.labels([AgentIdentity.Label.project: launch.project])
            let container = try #require(try await launch.client.containers.list(all: true, filters: labels).first)
            try await body(launch, container.id, victim)
            #expect(try FileManager.default.contentsOfDirectory(atPath: victim.path).isEmpty)
        }
    }

    @Test(arguments: TestEngine.allCases, ["start", "restart"])
    func ourStartsRefuseAnotherFolder(_ engine: TestEngine, _ command: String) async throws {
        try await withReplacedSource(engine) { launch, container, _ in
            let result = try await launch.run(command, "hello")
            #expect(result.status == ExitCode.engineRefused.rawValue)
            #expect(result.errors.contains("so the agent was not let go\n  mount /data: asked for"), "\(result.errors)")
            #expect(try await !launch.client.containers.inspect(container).state.isRunning)
        }
    }

    @Test(arguments: TestEngine.allCases) func theEnginesStartIsRefusedByTheLauncher(_ engine: TestEngine) async throws
    {
        try await withReplacedSource(engine) { launch, container, _ in
            try await launch.client.containers.start(container)
            #expect(try await launch.client.containers.wait(container, condition: .notRunning).exit().code == 125)
            let logs = try await launch.run("logs", "hello")
            let words = logs.output + logs.errors
            #expect(
                words.contains("'/data': another folder or file is mounted than the one that was checked"), "\(words)")
        }
    }

    /// Whoever can write to the project can change what a path leads to at any moment of the start.
    @Test(arguments: TestEngine.allCases) func aSourceThatAlternatesLeadsNowhereElse(_ engine: TestEngine) async throws
    {
        try await LaunchFolder.with(engine, Self.marking) { launch in
            let folder = launch.path.string
            for name in ["data", "victim"] { try #require(mkdir("\(folder)/\(name)", 0o755) == 0) }
            let isOver = Mutex(false)
            let (ends, continuation) = AsyncStream.makeStream(of: Never.self)
            Thread.detachNewThread {
                while !isOver.withLock(\.self) {
                    rename("\(folder)/data", "\(folder)/good")
                    symlink("\(folder)/victim", "\(folder)/data")
                    usleep(2000)
                    unlink("\(folder)/data")
                    rename("\(folder)/good", "\(folder)/data")
                    usleep(2000)
                }
                continuation.finish()
            }
            var statuses: Set<Int32> = []
            for _ in 0..<(ProcessInfo.processInfo.environment["AAC_FAULTS"] == "all" ? 200 : 10) {
                statuses.insert(try await launch.run("up", "-d").status)
                #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/victim").isEmpty)
                _ = try await launch.run("down", "--timeout", "0")
            }
            isOver.withLock { $0 = true }
            for await _ in ends {}
            #expect(
                statuses.isSubset(of: [0, ExitCode.denied.rawValue, ExitCode.engineRefused.rawValue]), "\(statuses)")
        }
    }

    /// Its container is seen as running until the launcher notices that nobody will let the agent go.
    @Test(arguments: TestEngine.allCases) func whatWasLeftAtTheGateIsMadeAnew(_ engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.manifest(script: "exec sleep 600")) { launch in
            #expect(try await launch.run("up", "-d").status == 0)
            #expect(try await launch.run("up", "-d").output.contains("unchanged"))
            let files = "\(HostState.base)/projects"
            let paths = try FileManager.default.subpathsOfDirectory(atPath: files)
            let record = try #require(paths.first { $0.hasPrefix("\(launch.project).") && $0.hasSuffix("/aac/cage") })
            let folder = "\(files)/\(record.dropLast("/cage".count))"
            // Once the agent was let go nothing is left.
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["cage"])
            try #require(mkfifo("\(folder)/go", 0o600) == 0)
            let again = try await launch.run("up", "-d")
            #expect(again.errors.contains("its start was not brought to its end"), "\(again.errors)")
            #expect(try await launch.run("up", "-d").output.contains("unchanged"))
        }
    }

    /// Both what we start and what the engine starts by itself.
    @Test(arguments: TestEngine.allCases) func foldersInMemoryStayForEverybody(_ engine: TestEngine) async throws {
        let manifest = LaunchFolder.manifest(
            script: "touch /tmp/x && stat -c %a /tmp; trap 'exit 0' TERM; sleep 60 & wait",
            "security: {level: restricted}")
        try await LaunchFolder.with(engine, manifest) { launch in
            #expect(try await launch.run("up", "-d").status == 0)
            #expect(try await launch.run("restart", "--timeout", "0", "hello").status == 0)
            let labels = EngineFilters.labels([AgentIdentity.Label.project: launch.project])
            let container = try #require(try await launch.client.containers.list(filters: labels).first)
            try await launch.client.containers.restart(container.id, timeout: .zero)
            #expect(try await launch.run("stop", "--timeout", "0", "hello").status == 0)
            let logs = try await launch.run("logs", "hello")
            #expect(logs.output == "1777\n1777\n1777\n", "\(logs.errors)")
        }
    }

    @Test(arguments: TestEngine.allCases, [[], ["-d"]])
    func aCommandThatIsNotThereNeverRan(_ engine: TestEngine, _ options: [String]) async throws {
        try await LaunchFolder.with(engine) { launch in
            for (program, status) in [("/bin/nope", 127), ("/etc/passwd", 126)] {
                let result = try await Tool.run(
                    ["run"] + launch.engineOptions + options + [TestEngine.image, program], folder: launch.path)
                #expect(result.status == Int32(status), "\(result.errors)")
                #expect(result.errors.contains("the container's command '\(program)'"), "\(result.errors)")
            }
            #expect(try await launch.leftovers().filter { $0.hasPrefix("container") }.isEmpty)
        }
    }
}
