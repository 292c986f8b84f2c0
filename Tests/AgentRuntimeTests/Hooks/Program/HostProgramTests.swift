import Diagnostics
import FoundationEssentials
import Glibc
import Testing

@testable import AgentRuntime

/// Programs that behave badly.
@Suite(.timeLimit(.minutes(2))) struct HostProgramTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func program(_ command: [String], limit: Duration = .seconds(60)) -> HostProgram {
        HostProgram(
            command: command, directory: folder.path, environment: ["PATH": "/usr/bin:/bin"], timeLimit: limit)
    }

    private func run(
        _ script: String, input: [UInt8] = [], limit: Duration = .seconds(60)
    ) async throws -> HostProgram.Result {
        try await program(["sh", "-c", script], limit: limit).run(input: input)
    }

    /// Whether the process whose number a script has written is gone; one that nobody waits for may stay as a zombie.
    private func isGone(_ file: String) throws -> Bool {
        let text = String(decoding: try Data(contentsOf: URL(filePath: folder[file])), as: UTF8.self)
        let process = try #require(pid_t(text.split(separator: "\n").first ?? ""))
        guard let stat = try? Data(contentsOf: URL(filePath: "/proc/\(process)/stat")) else { return true }
        let fields = String(decoding: stat, as: UTF8.self).split(separator: ")").last ?? ""
        return fields.hasPrefix(" Z") || fields.hasPrefix(" X")
    }

    @Test func inputAndOutputGoThrough() async throws {
        let input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let result = try await run("cat; echo done >&2; exit 7", input: input)
        #expect(result.ending == .exited(7))
        #expect(result.output == input)
        #expect(result.errors == Array("done\n".utf8))
    }

    @Test func inputCanBeOpenedByName() async throws {
        #expect(try await run("cat /dev/stdin > /dev/stdout", input: [65]).output == [65])
    }

    @Test func aProgramThatDoesNotReadIsNoError() async throws {
        let input = [UInt8](repeating: 65, count: 10_000_000)
        #expect(try await run("exec <&-; exit 0", input: input).ending == .exited(0))
        #expect(try await program(["/bin/true"]).run(input: input).ending == .exited(0))
    }

    @Test func noDescriptorIsHandedOn() async throws {
        let open = Glibc.open("/dev/null", O_RDONLY)
        defer { close(open) }
        let output = try await program(["ls", "-1", "/proc/self/fd"]).run(input: []).output
        // The fourth is that of the folder which is being listed.
        #expect(String(decoding: output, as: UTF8.self) == "0\n1\n2\n3\n")
    }

    @Test func signalsAreAsAShellGivesThem() async throws {
        let output = try await program(["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"]).run(input: []).output
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            let signals = try #require(UInt64(line.split(separator: "\t").last ?? "", radix: 16))
            // 32 and 33 are the C library's own.
            #expect(signals & 0x7FFF_FFFF == 0, "\(line)")
        }
    }

    @Test func aProgramThatHangsIsKilledWithItsChildren() async throws {
        let error = try await #require(throws: ProgramError.self) {
            try await run(
                """
                trap '' TERM
                sh -c 'trap "" TERM; echo $$ > child; while :; do sleep 1; done' &
                echo stuck >&2
                while :; do sleep 1; done
                """, limit: .milliseconds(500))
        }
        #expect(error.code == .timedOut && error.exitCode == .timedOut)
        #expect(error.message.contains("within 500ms"))
        #expect(error.details.last == "  stuck")
        #expect(try isGone("child"))
    }

    @Test func backgroundJobsOfOtherProcessGroupsAreKilledToo() async throws {
        await #expect(throws: ProgramError.self) {
            try await run("set -m; sleep 1000 & echo $! > child; wait", limit: .milliseconds(500))
        }
        #expect(try isGone("child"))
    }

    @Test func aProgramThatCleansUpOnSIGTERMHasTheTime() async throws {
        await #expect(throws: ProgramError.self) {
            try await run(
                "trap 'sleep 0.2; echo $$ > cleaned; exit 0' TERM; while :; do sleep 0.05; done",
                limit: .milliseconds(300))
        }
        #expect(FileManager.default.fileExists(atPath: folder["cleaned"]))
    }

    @Test func childrenThatKeepTheOutputOpenAreNotWaitedFor() async throws {
        let begin = ContinuousClock.now
        let result = try await run("sleep 1000 & echo $! > child; echo said")
        #expect(ContinuousClock.now - begin < .seconds(20))
        #expect(result.output == Array("said\n".utf8))
        #expect(try !isGone("child"))
        let text = String(decoding: try Data(contentsOf: URL(filePath: folder["child"])), as: UTF8.self)
        kill(try #require(pid_t(text.split(separator: "\n").first ?? "")), SIGKILL)
    }

    @Test func aProgramThatFloodsStandardOutputIsKilled() async throws {
        let error = try await #require(throws: ProgramError.self) {
            try await run("echo $$ > child; head -c 1000000000 /dev/zero; sleep 1000")
        }
        #expect(error.code == .tooMuchOutput)
        #expect(error.message.contains("prints too much: more than 4 MiB"))
        #expect(try isGone("child"))
    }

    @Test func aFloodAtTheVeryEndIsAnErrorToo() async throws {
        let error = try await #require(throws: ProgramError.self) {
            try await run("head -c \(HostProgram.outputLimit + 1) /dev/zero")
        }
        #expect(error.code == .tooMuchOutput)
        let all = try await run("head -c \(HostProgram.outputLimit) /dev/zero")
        #expect(all.output.count == HostProgram.outputLimit)
    }

    @Test func aGigabyteOfErrorsCostsNoMemory() async throws {
        let before = try peak()
        let result = try await run("head -c 1000000000 /dev/zero >&2; printf end >&2; exit 1")
        #expect(result.ending == .exited(1))
        #expect(result.errors.count == HostProgram.errorLimit)
        #expect(result.errors.suffix(3) == Array("end".utf8)[...])
        #expect(try peak() - before < 300_000)
    }

    /// The most memory that this process ever had, in KiB.
    private func peak() throws -> Int {
        let status = String(decoding: try Data(contentsOf: URL(filePath: "/proc/self/status")), as: UTF8.self)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.split(separator: " ").dropLast().last ?? ""))
    }

    @Test func cancellationKillsTheProgram() async throws {
        let running = Task { try await run("echo $$ > part; mv part child; exec sleep 1000") }
        while (try? isGone("child")) == nil { await Task.yield() }
        let begin = ContinuousClock.now
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        #expect(ContinuousClock.now - begin < .seconds(10))
        #expect(try isGone("child"))
    }

    @Test func manyAtOnceDoNotBlockOneAnother() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask { try await run("sleep 0.2; echo \(number)").output == Array("\(number)\n".utf8) }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test(arguments: [
        (["./missing"], ProgramError.Code.notFound, "is not there"),
        (["no-such-program-anywhere"], .notFound, "is not in PATH"),
        (["here"], .notFound, "is not in PATH"),
        (["./folder"], .notExecutable, "is a folder"),
        (["./here"], .notExecutable, "cannot be executed"),
        (["./bad-interpreter"], .notExecutable, "the interpreter of"),
        (["./no-program"], .notExecutable, "neither a program of this machine nor a script"),
        (["sh", "a\u{0}b"], .notStarted, "NUL"),
        ([""], .notFound, "is not in PATH"),
        ([], .notFound, "is not in PATH"),
    ])
    func whatCannotRunIsSaidClearly(command: [String], code: ProgramError.Code, message: String) async throws {
        try folder.add("here", "#!/bin/sh\n")
        try folder.add("bad-interpreter", "#!/no/such/shell\n", mode: 0o755)
        try folder.add("no-program", "echo hello\n", mode: 0o755)
        try folder.addFolder("folder")
        let error = try await #require(throws: ProgramError.self) { try await program(command).run(input: []) }
        #expect(error.code == code)
        #expect(error.message.contains(message), "\(error.message)")
        #expect(error.hint != nil || code == .notStarted)
        if command == ["here"] { #expect(error.hint?.contains("./here") == true) }
    }

    @Test func aMissingFolderIsSaidClearly() async throws {
        var program = program(["true"])
        program.directory = folder["missing"]
        let error = try await #require(throws: ProgramError.self) { try await program.run(input: []) }
        #expect(error.message.contains("there is no folder"))
    }
}
