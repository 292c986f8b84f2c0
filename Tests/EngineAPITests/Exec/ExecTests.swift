import AgentTesting
import AgentValues
import EngineAPI
import Testing

/// Further processes in running containers, on real engines.
@Suite(.timeLimit(.minutes(5))) struct ExecTests {
    private func withRunning(
        _ engine: TestEngine, _ body: @Sendable (EngineClient, String) async throws -> Void
    ) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("exec", ["sleep", "100"]) { id in
            try await client.containers.start(id)
            try await body(client, id)
        }
    }

    private func output(_ stream: AttachedStream, _ kind: LogFrame.Stream = .stdout) async throws -> String {
        let bytes = try await stream.frames.reduce(into: [UInt8]()) { if $1.stream == kind { $0 += $1.bytes } }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: TestEngine.allCases)
    func outputAndExitCode(_ engine: TestEngine) async throws {
        try await withRunning(engine) { client, id in
            let exec = try await client.exec.create(
                in: id,
                ExecConfiguration(
                    ["sh", "-c", "echo $A; pwd; id -un; exit 9"], environment: ["A=b c"], workingDirectory: "/tmp",
                    user: "nobody"))
            let before = try await client.exec.inspect(exec)
            #expect(!before.isRunning)
            #expect(before.containerID == id)
            #expect(try await output(client.exec.start(exec, tty: false)) == "b c\n/tmp\nnobody\n")
            let after = try await client.exec.inspect(exec)
            #expect(!after.isRunning)
            #expect(after.exitCode == 9)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func standardInput(_ engine: TestEngine) async throws {
        try await withRunning(engine) { client, id in
            let exec = try await client.exec.create(
                in: id, ExecConfiguration(["sh", "-c", "wc -c; echo e >&2"], attachesStandardInput: true))
            let stream = try await client.exec.start(exec, tty: false)
            try await stream.write([UInt8](repeating: 0, count: 200_000))
            try await stream.closeWrite()
            #expect(try await output(stream) == "200000\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func terminal(_ engine: TestEngine) async throws {
        try await withRunning(engine) { client, id in
            let exec = try await client.exec.create(
                in: id,
                // Podman sets the size a moment after it has answered.
                ExecConfiguration(
                    ["sh", "-c", "read go; until stty size | grep '33 99'; do sleep 0.02; done"], hasTerminal: true,
                    attachesStandardInput: true))
            let stream = try await client.exec.start(exec, tty: true)
            try await stream.resize(to: TerminalSize(columns: 99, rows: 33))
            try await stream.write(Array("go\n".utf8))
            #expect(try await output(stream).contains("33 99"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aProgramThatIsNotThere(_ engine: TestEngine) async throws {
        try await withRunning(engine) { client, id in
            let exec = try await client.exec.create(in: id, ExecConfiguration(["/no/such/program"]))
            // Docker tells it in the stream, Podman by a status; both by the exit code.
            do { _ = try await output(client.exec.start(exec, tty: false)) } catch is EngineError {}
            let code = try await client.exec.inspect(exec).exitCode
            #expect(code == 126 || code == 127, "\(code ?? -1)")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func detached(_ engine: TestEngine) async throws {
        try await withRunning(engine) { client, id in
            let exec = try await client.exec.create(
                in: id, ExecConfiguration(["sh", "-c", "echo x > /tmp/made; exit 4"]))
            try await client.exec.startDetached(exec)
            let wait = try await client.exec.create(
                in: id, ExecConfiguration(["sh", "-c", "until [ -s /tmp/made ]; do sleep 0.02; done; cat /tmp/made"]))
            #expect(try await output(client.exec.start(wait, tty: false)) == "x\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aContainerThatDoesNotRun(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("exec", ["true"]) { id in
            let error = try await #require(throws: EngineError.self) {
                try await client.exec.create(in: id, ExecConfiguration(["true"]))
            }
            #expect(error.code == (engine == .docker ? .conflict : .serverError))
        }
    }
}
