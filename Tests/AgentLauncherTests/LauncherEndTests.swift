import AgentLauncher
import AgentTesting
import Foundation
import Glibc
import Subprocess
import Testing

/// How the launcher ends the processes of a command.
@Suite(.timeLimit(.minutes(1))) struct LauncherEndTests {
    private func start(_ script: String, _ variables: [String: String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        process.environment = variables
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    @Test func whatHasTheVariableEnds() async throws {
        let launcher = try LauncherProcess()
        let name = "AAC_TEST_\(UInt64.random(in: .min ... .max))"
        // The variable alone counts: not its beginning, not a part of another one.
        let marked = try start("/bin/sleep 600 & wait", [name: "1", "LONG": String(repeating: "x", count: 10_000)])
        let others = try [
            start("exec /bin/sleep 600", [name: "12"]), start("exec /bin/sleep 600", ["OTHER": "\(name)=1"]),
            start("exec /bin/sleep 600", ["X\(name)": "1"]),
        ]
        // Whoever runs the tests may have blocked SIGTERM, and children inherit that.
        defer { for other in others { kill(other.processIdentifier, SIGKILL) } }
        let result = try await launcher.run(arguments: AgentLauncher.arguments(ending: "\(name)=1"))
        #expect(result.status == 0, "\(result.errors)")
        marked.waitUntilExit()
        #expect(marked.terminationReason == .uncaughtSignal)
        #expect(others.count { $0.isRunning } == 3)
    }

    @Test func whatIgnoresSIGTERMIsKilled() async throws {
        let launcher = try LauncherProcess()
        let name = "AAC_TEST_\(UInt64.random(in: .min ... .max))"
        let folder = launcher.folder.path
        let stubborn = try start(
            "trap '' TERM; mkfifo '\(folder)/never'; : > '\(folder)/ready'; read line < '\(folder)/never'",
            [name: "1", "PATH": "/usr/bin:/bin"])
        while access("\(folder)/ready", F_OK) != 0 { try await Task.sleep(for: .milliseconds(5)) }
        let result = try await launcher.run(arguments: AgentLauncher.arguments(ending: "\(name)=1"))
        #expect(result.status == 0, "\(result.errors)")
        stubborn.waitUntilExit()
        #expect(stubborn.terminationStatus == SIGKILL)
    }
}
