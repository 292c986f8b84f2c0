import AgentTesting
import Diagnostics
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage
import Testing

@testable import AgentCommands

@Suite(.timeLimit(.minutes(10))) struct ProgressTests {
    private struct Change: Decodable {
        var agent: String
        var state: String
        var message: String
        var level: String
        var elapsed: Double
        var time: String
    }

    private static let never = LaunchFolder.manifest(
        script: "trap 'exit 0' TERM; while :; do sleep 0.1; done",
        "healthCheck: {type: file, path: /never, startPeriod: 60s}")

    private func arguments(_ launch: LaunchFolder, _ more: String...) -> [String] {
        ["up", "-f", launch.path.string, "--progress", "tty"] + launch.engineOptions + more
    }

    @Test(arguments: TestEngine.allCases)
    func aTerminalShowsALineForEachAgent(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server) { launch in
            let second = LaunchFolder.manifest("second", script: "exec httpd -f -p 8080", "dependsOn: [hello]")
            try launch.write(LaunchFolder.server + "---\n" + second)
            var screen = ScreenModel(columns: 80, rows: 24)
            let status = try await PseudoTerminal.run(arguments(launch, "-d")) { terminal, _ in
                try await terminal.wait(for: "\u{1B}[?25h")
                screen.write(Array(await terminal.sinceLastWait.utf8))
            }
            #expect(status == 0)
            #expect(screen.wrapped == 0 && screen.history == [])
            #expect(screen.rows.count == 3, "\(screen.rows)")
            #expect(screen.rows.first?.hasPrefix("hello   healthy ") == true, "\(screen.rows)")
            #expect(screen.rows.dropFirst().first?.hasPrefix("second  healthy ") == true, "\(screen.rows)")
            #expect(screen.rows.last == "2 of 2 healthy")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func ctrlCShowsTheCursorAgain(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, Self.never) { launch in
            var screen = ScreenModel(columns: 80, rows: 24)
            let status = try await PseudoTerminal.run(arguments(launch)) { terminal, execution in
                try await terminal.wait(for: "\u{1B}[?25l")
                try await terminal.wait(for: "no file '/never'")
                await terminal.resize(columns: 30, rows: 24)
                try execution.send(signal: Signal(rawValue: SIGWINCH))
                try await terminal.wait(for: "hello  ")
                try execution.send(signal: .interrupt)
                try await terminal.wait(for: "\u{1B}[?25h")
                screen.write(Array(await terminal.sinceLastWait.utf8))
            }
            #expect(status == ExitCode.interrupted.rawValue)
            #expect(try await launch.leftovers() == [])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func jsonTellsEachChangeAsAnObject(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server) { launch in
            let result = try await launch.run("up", "-d", "--progress", "json", "--output", "json")
            #expect(result.status == 0, "\(result.errors)")
            let changes = try result.errors.split(separator: "\n").map {
                try JSONDecoder().decode(Change.self, from: Data($0.utf8))
            }
            var states = changes.map(\.state)
            states = states.indices.filter { $0 == 0 || states[$0] != states[$0 - 1] }.map { states[$0] }
            #expect(states == ["creating", "starting", "probing", "healthy"])
            #expect(changes.allSatisfy { $0.agent == "hello" && $0.level == "info" })
            #expect(zip(changes, changes.dropFirst()).allSatisfy { $0.elapsed <= $1.elapsed && $0.time <= $1.time })
        }
    }

    @Test(arguments: TestEngine.allCases)
    func withoutATerminalThereIsALineForEachChange(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine, LaunchFolder.server) { launch in
            let result = try await launch.run("up", "-d")
            #expect(result.status == 0)
            let lines = result.errors.split(separator: "\n")
            #expect(lines.first == "hello: creating", "\(result.errors)")
            #expect(lines.last?.hasPrefix("hello: ready after ") == true, "\(result.errors)")
            #expect(lines.count < 9 && !result.errors.contains("\u{1B}"))
            #expect(try await launch.run("down", "--timeout", "0s").status == 0)
            #expect(try await launch.run("up", "-d", "--quiet").errors == "")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anImageIsRunInSilenceUnlessStepsAreAskedFor(engine: TestEngine) async throws {
        try await LaunchFolder.with(engine) { launch in
            let silent = try await launch.run("run", "-d", "--name", "quiet", TestEngine.image, "sleep", "60")
            #expect(silent.status == 0 && silent.errors == "", "\(silent.errors)")
            let told = try await launch.run(
                "run", "-d", "--name", "told", "--progress", "plain", TestEngine.image, "sleep", "60")
            #expect(told.errors.contains("told: creating\n") && told.errors.contains("told: ready after "))
        }
    }

    @Test func aTerminalIsNeededForLinesInPlace() async throws {
        let folder = try TemporaryFolder(named: "progress")
        try folder.write(LaunchFolder.server, to: "agent.yaml")
        let result = try await Tool.run(["up", "--progress", "tty"], folder: folder.path)
        #expect(result.status == ExitCode.usage.rawValue)
        let unknown = try await Tool.run(["up", "--progress", "fancy"], folder: folder.path)
        #expect(unknown.status == ExitCode.usage.rawValue)
        #expect(
            unknown.errors.contains("auto, tty, plain, json")
                || unknown.errors.contains("'auto', 'tty', 'plain' or 'json'"), "\(unknown.errors)")
    }
}
