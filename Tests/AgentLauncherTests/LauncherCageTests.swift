import AgentLauncher
import Foundation
import Testing

/// What the launcher compares before it becomes the agent. A process of this host has no cage, so what asks for one fails.
@Suite(.timeLimit(.minutes(5))) struct LauncherCageTests {
    private static let refusal = "launcher: the agent was not started: its cage is not what was asked for: "

    private func run(_ record: String, isInit: Bool = true) async throws -> LauncherProcess.Result {
        let launcher = try LauncherProcess()
        let cage = try launcher.write(record, to: "cage")
        return try await launcher.run(["echo", "ran"], guarded: .init(cage: cage, isInit: isInit))
    }

    /// `DEVICE INODE` of a path.
    private static func identity(_ path: String) throws -> String {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return "\(status.st_dev) \(status.st_ino)"
    }

    @Test(arguments: [true, false]) func whatHoldsIsRun(isInit: Bool) async throws {
        let identity = try Self.identity("/usr")
        let result = try await run(
            "capabilities ffffffffffffffff\nuser \(geteuid())\nmemory \(Int64.max)\nmount \(identity) rw /usr\nend\n",
            isInit: isInit)
        #expect(result.output == "ran\n", "\(result.errors)")
        #expect(result.status == 0)
    }

    @Test(arguments: [
        ("no-new-privileges", "'no-new-privileges': it can gain privileges"),
        ("seccomp", "'seccomp': no filter is in force"),
        ("capabilities 0", "'capabilities': there are more"),
        ("user 4294967290", "'user 4294967290': it is another user"),
        ("read-only-root", "'read-only-root': it can be written to"),
        ("mount 1 2 rw /usr", "'/usr': another folder or file is mounted than the one that was checked"),
        ("mount 1 2 rw /not/there", "'/not/there': no such file"),
        ("mount 1 2", "'': the line cannot be read"),
        ("what", "'what': this launcher does not know that"),
        ("memory-", "'memory-': this launcher does not know that"),
    ])
    func whatDoesNotHoldIsNotRun(_ fact: String, _ message: String) async throws {
        let result = try await run("\(fact)\nend\n")
        #expect(result.errors == Self.refusal + message + "\n")
        #expect(result.status == 125)
        #expect(result.output.isEmpty)
    }

    @Test func aWritableMountIsNotReadOnly() async throws {
        let folder = try LauncherProcess()
        let identity = try Self.identity(folder.folder.path)
        let result = try await run("mount \(identity) ro \(folder.folder.path)\nend\n")
        #expect(result.errors.hasSuffix("': it can be written to\n"), "\(result.errors)")
        #expect(result.status == 125)
    }

    /// Without its last line a record says less than was asked for.
    @Test(arguments: ["", "user 0", "end", "user 0\n"]) func aRecordThatWasCutIsNone(_ record: String) async throws {
        let result = try await run(record.replacingOccurrences(of: "user 0", with: "user \(geteuid())"))
        #expect(result.errors.hasSuffix("': the file was cut\n"), "\(result.errors)")
        #expect(result.status == 125)
    }

    @Test func aRecordThatIsNotThereIsAFailure() async throws {
        let launcher = try LauncherProcess()
        let result = try await launcher.run(["echo", "ran"], guarded: .init(cage: "/not/there"))
        #expect(result.errors.hasSuffix("'/not/there': the file cannot be read\n"), "\(result.errors)")
        #expect(result.status == 125)
    }
}
