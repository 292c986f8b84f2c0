import AgentLauncher
import AgentTesting
import AgentValues
import EngineAPI
import Foundation
import Testing

/// The launcher as the first process of real containers.
@Suite(.timeLimit(.minutes(5))) struct LauncherTests {
    private static let path = "/.aac/launcher"

    private struct Setting: ~Copyable {
        let folder: URL
        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(path: TestEngine.uniqueName("launcher"))
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        deinit { try? FileManager.default.removeItem(at: folder) }

        func write(_ name: String, _ content: [UInt8], mode: Int) throws -> String {
            let file = folder.appending(path: name)
            try Data(content).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
            return file.path
        }
    }

    /// Runs a command behind the launcher: no privileges, a read-only root, a user who is not root.
    private func run(
        _ engine: TestEngine, _ command: [String], secrets: [String: [UInt8]] = [:], missing: [String] = [],
        guarded watch: AgentLauncher.Guard = .init(), adjust: (inout ContainerConfiguration) -> Void = { _ in },
        whileRunning body: (EngineClient, String) async throws -> Void = { _, _ in }
    ) async throws -> FinishedContainer {
        let client = try await engine.connectWithImage()
        let setting = try Setting()
        let launcher = try #require(AgentLauncher(processor: try await client.system.info().architecture))
        var mounts = [
            Mount(
                .bind, source: try setting.write("launcher", launcher.program, mode: 0o755), target: Self.path,
                isReadOnly: true)
        ]
        for (name, value) in secrets {
            let file = try setting.write(name, value, mode: 0o444)
            mounts.append(Mount(.bind, source: file, target: "/run/secrets/\(name)", isReadOnly: true))
        }
        let variables = (secrets.keys.sorted() + missing).map {
            AgentLauncher.Secret(name: $0, path: "/run/secrets/\($0)")
        }
        return try await client.finishedTestContainer(
            "launcher", AgentLauncher.arguments(running: command, secrets: variables, guarded: watch)
        ) {
            $0.entrypoint = [Self.path]
            $0.user = "65534:65534"
            $0.host = HostConfiguration()
            $0.host?.mounts = mounts
            $0.host?.readOnlyRootFilesystem = true
            $0.host?.droppedCapabilities = ["ALL"]
            $0.host?.securityOptions = ["no-new-privileges"]
            adjust(&$0)
        } whileRunning: {
            try await body(client, $0)
        }
    }

    /// Waits until a container has printed a line.
    private func line(_ client: EngineClient, _ id: String, _ line: String) async throws {
        var text = ""
        for try await frame in try await client.containers.logs(id, LogOptions(follow: true), tty: false) {
            text += String(decoding: frame.bytes, as: UTF8.self)
            if text.contains("\(line)\n") { return }
        }
        Issue.record("no '\(line)' in '\(text)'")
    }

    @Test(arguments: TestEngine.allCases)
    func secretsBecomeVariables(_ engine: TestEngine) async throws {
        let container = try await run(
            engine, ["sh", "-c", #"printf '[%s][%s][%s]' "$TOKEN" "$TOKEN_FILE" "$EMPTY"; env | grep -c TOKEN="#],
            secrets: ["TOKEN": Array("a=b c\n\n".utf8), "EMPTY": []]
        ) { $0.environment = ["TOKEN=old", "TOKEN_FILE=old"] }
        // One line end of the two is the value's.
        #expect(container.output == "[a=b c\n][/run/secrets/TOKEN][]1\n")
        #expect(container.code == 0)
    }

    @Test(arguments: TestEngine.allCases)
    func noValueIsInTheFirstProcessOrTheConfiguration(_ engine: TestEngine) async throws {
        let script =
            "grep -qaF $TOKEN /proc/1/environ; echo grep ended with $?; tr '\\0' ' ' </proc/1/cmdline; echo; echo ready; read x"
        let container = try await run(engine, ["sh", "-c", script], secrets: ["TOKEN": Array("sesame".utf8)]) {
            $0.opensStandardInput = true
        } whileRunning: { client, id in
            try await line(client, id, "ready")
            let document = String(decoding: try await client.containers.inspectionDocument(id), as: UTF8.self)
            #expect(!document.contains("sesame"))
            try await client.containers.kill(id)
        }
        #expect(container.output.hasPrefix("grep ended with 1\n"), "\(container.output)")
        #expect(!container.output.contains("sesame"))
    }

    /// The agent is of the launcher's user.
    @Test(arguments: TestEngine.allCases, [true, false])
    func theFirstProcessIsClosedWhereThatIsWanted(_ engine: TestEngine, isClosed: Bool) async throws {
        let script =
            "for file in mem fd/1; do (: >>/proc/1/$file) 2>/dev/null && echo $file; done; (: >>/proc/self/mem) && echo own"
        let container = try await run(engine, ["sh", "-c", script], guarded: .init(isClosed: isClosed))
        #expect(container.output == (isClosed ? "own\n" : "mem\nfd/1\nown\n"))
    }

    @Test(
        arguments: TestEngine.allCases,
        [
            (["sh", "-c", "exit 0"], 0, ""), (["sh", "-c", "exit 42"], 42, ""),
            (["/bin/sh", "-c", "kill -9 $$"], 137, ""),
            (["sh", "-c", "kill -TERM $$"], 143, ""), (["nothing"], 127, "launcher: cannot run 'nothing': not found\n"),
            (["/no/where"], 127, "launcher: cannot run '/no/where': not found\n"),
            (["/etc/passwd"], 126, "launcher: cannot run '/etc/passwd': permission denied\n"),
            (["/bin"], 126, "launcher: cannot run '/bin': permission denied\n"),
        ] as [([String], Int, String)])
    func endsAsTheCommandDoes(_ engine: TestEngine, _ test: ([String], Int, String)) async throws {
        let container = try await run(engine, test.0)
        #expect(container.code == test.1)
        #expect(container.errors == test.2)
    }

    @Test(arguments: TestEngine.allCases)
    func aMissingSecretIsAnErrorWithoutAStart(_ engine: TestEngine) async throws {
        let container = try await run(engine, ["echo", "started"], missing: ["GONE"])
        #expect(container.code == Int(AgentLauncher.ExitStatus.launcherFailed))
        #expect(container.errors == "launcher: cannot open the secret '/run/secrets/GONE': no such file\n")
        #expect(container.output.isEmpty)
    }

    struct UnfitSecret: CustomTestStringConvertible {
        var bytes: [UInt8]
        var message: String
        var testDescription: String { message }
    }

    @Test(
        arguments: TestEngine.allCases,
        [
            UnfitSecret(bytes: [UInt8(ascii: "a"), 0], message: "holds a zero byte"),
            UnfitSecret(bytes: Array(repeating: UInt8(ascii: "a"), count: 200_000), message: "larger than a variable"),
        ])
    func anUnfitSecretIsAnError(_ engine: TestEngine, _ secret: UnfitSecret) async throws {
        let container = try await run(engine, ["true"], secrets: ["ODD": secret.bytes])
        #expect(container.code == 125)
        #expect(container.errors.contains(secret.message), "\(container.errors)")
    }

    @Test(arguments: TestEngine.allCases, ["SIGTERM", "SIGHUP", "SIGINT", "SIGUSR1", "SIGQUIT", "SIGWINCH"])
    func signalsReachTheCommand(_ engine: TestEngine, _ signal: String) async throws {
        let name = signal.dropFirst(3)
        let script = "trap 'echo got \(name); exit 5' \(name); echo ready; while :; do sleep 0.05; done"
        let container = try await run(engine, ["sh", "-c", script]) { _ in
        } whileRunning: { client, id in
            try await line(client, id, "ready")
            try await client.containers.kill(id, signal: signal)
        }
        #expect(container.output == "ready\ngot \(name)\n")
        #expect(container.code == 5)
    }

    /// The kernel shields a first process from signals that it has no handler for; a command behind the launcher is not one.
    @Test(arguments: TestEngine.allCases)
    func anUnhandledSignalEndsTheCommand(_ engine: TestEngine) async throws {
        let container = try await run(engine, ["sh", "-c", "echo ready; exec sleep 1000"]) { _ in
        } whileRunning: { client, id in
            try await line(client, id, "ready")
            try await client.containers.kill(id, signal: "SIGTERM")
        }
        #expect(container.code == 143)
    }

    @Test(arguments: TestEngine.allCases)
    func orphansAreReaped(_ engine: TestEngine) async throws {
        // Forty orphans that end at once; none may be left as a zombie (state Z).
        let script = """
            for i in $(seq 40); do sh -c 'true & ' & done; wait
            for i in $(seq 50); do
                left=$(cat /proc/[0-9]*/stat 2>/dev/null | grep -c ') Z ')
                [ "$left" = 0 ] && break; sleep 0.1
            done; echo "left $left"
            """
        let container = try await run(engine, ["sh", "-c", script])
        #expect(container.output == "left 0\n")
    }

    @Test(arguments: TestEngine.allCases)
    func theCommandHasTheTerminal(_ engine: TestEngine) async throws {
        // Writing to the terminal's settings stops whoever is not in its foreground.
        let container = try await run(engine, ["sh", "-c", "stty -echo && tty && echo fine"]) {
            $0.hasTerminal = true
            $0.opensStandardInput = true
        }
        #expect(container.output.hasSuffix("fine\r\n"), "\(container.output)")
    }

    @Test(arguments: TestEngine.allCases)
    func aStopOfTheTerminalDoesNotLast(_ engine: TestEngine) async throws {
        let container = try await run(engine, ["sh", "-c", "kill -TSTP $$; echo on"])
        #expect(container.output == "on\n")
    }

    @Test func bothProcessorsHaveOne() throws {
        for (name, machine) in [("amd64", UInt8(62)), ("x86_64", 62), ("aarch64", 183), ("arm64", 183)] {
            let launcher = try #require(AgentLauncher(processor: name))
            #expect(Array(launcher.program.prefix(5)) == [0x7F, 0x45, 0x4C, 0x46, 2])
            // e_machine of the ELF header.
            #expect(launcher.program[18] == machine)
            #expect(launcher.program.count < 16384)
        }
        #expect(AgentLauncher(processor: "riscv64") == nil)
    }
}
