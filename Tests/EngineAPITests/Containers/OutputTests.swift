import AgentTesting
import AgentValues
import EngineAPI
import Testing

/// Logs and attached streams on real engines.
@Suite(.timeLimit(.minutes(5))) struct OutputTests {
    private func text(_ frames: [LogFrame], _ stream: LogFrame.Stream = .stdout) -> String {
        String(decoding: frames.filter { $0.stream == stream }.flatMap(\.bytes), as: UTF8.self)
    }

    private func run(_ client: EngineClient, _ id: String) async throws {
        let exit = try await client.containers.wait(id, condition: .nextExit)
        try await client.containers.start(id)
        _ = try await exit.exit()
    }

    private func read(_ client: EngineClient, _ id: String, _ options: LogOptions, tty: Bool = false) async throws
        -> [LogFrame]
    {
        try await client.containers.logs(id, options, tty: tty).reduce(into: []) { $0.append($1) }
    }

    @Test(arguments: TestEngine.allCases)
    func bothStreams(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("logs", ["sh", "-c", "echo one; echo two; echo oops >&2; echo end"]) {
            id in
            try await run(client, id)
            let all = try await read(client, id, LogOptions())
            #expect(text(all) == "one\ntwo\nend\n")
            #expect(text(all, .stderr) == "oops\n")
            #expect(text(try await read(client, id, LogOptions(stdout: false))).isEmpty)
            #expect(text(try await read(client, id, LogOptions(stderr: false, tail: 2))).hasSuffix("end\n"))
            let stamped = text(try await read(client, id, LogOptions(stderr: false, timestamps: true)))
            let time = try #require(stamped.split(separator: " ").first.flatMap { EngineTime(String($0)) })
            #expect(time > EngineTime(seconds: 1_600_000_000))
            let later = EngineTime(seconds: time.seconds + 100)
            #expect(try await read(client, id, LogOptions(since: later)).isEmpty)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func followingEndsWithTheContainer(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("follow", ["sh", "-c", "read go; echo first; read go; echo second"]) {
            $0.opensStandardInput = true
        } _: { id in
            let attached = try await client.containers.attach(id, AttachOptions(stdin: true), tty: false)
            try await client.containers.start(id)
            // Nothing is printed yet; Podman does not even answer, and this must not wait for it.
            let stream = try await client.containers.logs(id, LogOptions(follow: true), tty: false)
            var frames = stream.makeAsyncIterator()
            try await attached.write(Array("go\n".utf8))
            #expect(try await frames.next() == LogFrame(.stdout, Array("first\n".utf8)))
            try await attached.write(Array("go\n".utf8))
            #expect(try await frames.next() == LogFrame(.stdout, Array("second\n".utf8)))
            #expect(try await frames.next() == nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func leavingAFollowedLogEndsIt(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("leave", ["sleep", "100"]) { id in
            try await client.containers.start(id)
            let reader = Task {
                for try await _ in try await client.containers.logs(id, LogOptions(follow: true), tty: false) {}
            }
            reader.cancel()
            await #expect(throws: CancellationError.self) { try await reader.value }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func aTerminalHasNoFrames(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("tty", ["sh", "-c", "echo out; echo err >&2"]) {
            $0.hasTerminal = true
        } _: { id in
            try await run(client, id)
            #expect(try await client.containers.inspect(id).configuration.hasTerminal == true)
            #expect(text(try await read(client, id, LogOptions(), tty: true)) == "out\r\nerr\r\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func attachedBothWays(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("attach", ["sh", "-c", "cat; echo done >&2"]) {
            $0.opensStandardInput = true
            $0.closesStandardInputOnce = true
            $0.attachesStandardInput = true
        } _: { id in
            let attached = try await client.containers.attach(id, AttachOptions(stdin: true), tty: false)
            try await client.containers.start(id)
            let sent = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000) + [UInt8(ascii: "\n")]
            async let received = attached.frames.reduce(into: [LogFrame]()) { $0.append($1) }
            try await attached.write(sent)
            try await attached.closeWrite()
            let frames = try await received
            #expect(text(frames).utf8.count == sent.count)
            #expect(text(frames, .stderr) == "done\n")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anAttachedTerminalIsResized(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("resize", ["sh", "-c", "read go; stty size"]) {
            $0.hasTerminal = true
            $0.opensStandardInput = true
        } _: { id in
            let attached = try await client.containers.attach(id, AttachOptions(stdin: true), tty: true)
            try await client.containers.start(id)
            try await attached.resize(to: TerminalSize(columns: 123, rows: 45))
            try await attached.write(Array("go\n".utf8))
            let frames = try await attached.frames.reduce(into: [LogFrame]()) { $0.append($1) }
            #expect(text(frames).contains("45 123"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func manyLinesComeInOrder(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await client.withTestContainer("many", ["seq", "1", "20000"]) { id in
            try await run(client, id)
            let lines = text(try await read(client, id, LogOptions())).split(separator: "\n")
            #expect(lines == (1...20000).map { Substring("\($0)") })
        }
    }
}
