import AgentLauncher
import Foundation
import Glibc
import Synchronization
import Testing

/// Where the launcher holds the agent.
@Suite(.timeLimit(.minutes(5))) struct LauncherGateTests {
    /// The two pipes, open as whoever watches a start has them.
    private final class Gate: Sendable {
        private let arrived: CInt
        private let go: Mutex<CInt>

        init(in folder: URL) throws {
            for name in ["arrived", "go"] { try #require(mkfifo(folder.appending(path: name).path, 0o666) == 0) }
            let go = open(folder.appending(path: "go").path, O_RDWR | O_CLOEXEC)
            self.go = Mutex(go)
            arrived = open(folder.appending(path: "arrived").path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            try #require(go >= 0 && arrived >= 0)
        }

        deinit {
            Glibc.close(arrived)
            close()
        }

        /// Whoever watched is gone.
        func close() {
            go.withLock { go in
                if go >= 0 { Glibc.close(go) }
                go = -1
            }
        }

        /// Waits for the sign; false when whoever was to give it has ended.
        func sign() async -> Bool {
            let arrived = arrived
            // It blocks, which tasks must not.
            return await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    var request = pollfd(fd: arrived, events: Int16(POLLIN), revents: 0)
                    poll(&request, 1, -1)
                    var byte: UInt8 = 0
                    continuation.resume(returning: read(arrived, &byte, 1) == 1)
                }
            }
        }

        func answer(_ byte: UInt8) {
            var byte = byte
            _ = go.withLock { write($0, &byte, 1) }
        }
    }

    @Test func nobodyIsWaitedForWhereNobodyWatches() async throws {
        let launcher = try LauncherProcess()
        let watch = AgentLauncher.Guard(gate: launcher.folder.path)
        #expect(try await launcher.run(["echo", "no pipes"], guarded: watch).output == "no pipes\n")
        _ = try Gate(in: launcher.folder)
        #expect(try await launcher.run(["echo", "closed"], guarded: watch).output == "closed\n")
    }

    @Test(arguments: [true, false]) func theAgentWaitsUntilItIsLetGo(isInit: Bool) async throws {
        let launcher = try LauncherProcess()
        let gate = try Gate(in: launcher.folder)
        let started = launcher.folder.appending(path: "started").path
        let result = try await launcher.run(
            ["touch", started], guarded: .init(gate: launcher.folder.path, isInit: isInit)
        ) { _ in
            #expect(await gate.sign())
            #expect(access(started, F_OK) != 0)
            gate.answer(UInt8(ascii: "g"))
        }
        #expect(result.status == 0, "\(result.errors)")
        #expect(access(started, F_OK) == 0)
    }

    @Test(arguments: [true, false]) func nothingRunsWhenWhoeverWatchedIsGone(isInit: Bool) async throws {
        let launcher = try LauncherProcess()
        for answers in [true, false] {
            for name in ["arrived", "go"] { unlink(launcher.folder.appending(path: name).path) }
            let gate = try Gate(in: launcher.folder)
            let result = try await launcher.run(
                ["echo", "ran"], guarded: .init(gate: launcher.folder.path, isInit: isInit)
            ) { _ in
                #expect(await gate.sign())
                if answers { gate.answer(UInt8(ascii: "x")) }
                gate.close()
            }
            #expect(result.status == 125)
            #expect(result.output.isEmpty)
            #expect(result.errors == "launcher: nobody let the agent go at '\(launcher.folder.path)'\n")
        }
    }

    /// Whoever watches learns of an end that comes before the sign, too.
    @Test func aCommandThatIsNotThereDoesNotArrive() async throws {
        let launcher = try LauncherProcess()
        let gate = try Gate(in: launcher.folder)
        let result = try await launcher.run(["/not/there"], guarded: .init(gate: launcher.folder.path)) { _ in
            #expect(await !gate.sign())
        }
        #expect(result.status == 127)
    }

    @Test(arguments: [true, false], [SIGTERM, SIGINT]) func signalsEndTheWait(isInit: Bool, signal: CInt) async throws {
        let launcher = try LauncherProcess()
        let gate = try Gate(in: launcher.folder)
        let result = try await launcher.run(
            ["echo", "ran"], guarded: .init(gate: launcher.folder.path, isInit: isInit)
        ) { process in
            #expect(await gate.sign())
            kill(process, signal)
        }
        #expect(result.status == 128 + signal)
        #expect(result.output.isEmpty)
    }
}
