import AgentRuntime
import AgentTesting
import AgentValues
import EngineAPI
import Testing

@Suite(.timeLimit(.minutes(2))) struct FakeRuntimeTests {
    private struct Broken: Error {}

    private struct Labels: RunHook {
        let notes: Notes
        func preRun(_ options: inout RunOptions, in context: RunContext) { options.labels["team"] = "night" }
        func postRun(_ container: ContainerInfo, in context: RunContext) { notes.add("postRun") }
        func ready(_ container: ContainerInfo, in context: RunContext) { notes.add("ready") }
        func preStop(_ container: ContainerID, in context: RunContext) { notes.add("preStop") }
        func undo(in context: RunContext) { notes.add("undo") }
        func failed(_ error: any Error, in context: RunContext) { notes.add("failed: \(error)") }
    }

    private let fake = FakeRuntime()
    private let notes = Notes()
    private let options: RunOptions = {
        let identity = AgentIdentity.testing(project: "shop", agent: "greeter", run: "r1")
        var options = RunOptions(image: "greeter:1.0", name: identity.containerName, identity: identity)
        options.ports = [PortMapping(host: 0, container: 8080), PortMapping(host: 80, container: 80)]
        return options
    }()
    private var hooked: HookedRuntime { fake.wrapped(by: [Labels(notes: notes)]) }

    @Test func aRunEndsWell() async throws {
        let result = try await hooked.run(options)
        #expect(result.options.labels["team"] == "night")
        #expect(result.container.ports.map { $0.host > 0 } == [true, true])
        #expect(result.container.ports[1].host == 80)
        #expect(fake.containers.map(\.info) == [result.container])
        #expect(fake.containers.first?.configHash == options.configHash)
        #expect(await fake.list() == [result.container])
        try await hooked.stop(result.container.id, timeout: nil)
        #expect(await fake.list() == [])
        #expect(try await fake.start(ContainerID(options.name)) == .changed)
        try await hooked.remove(result.container.id)
        #expect(fake.containers.isEmpty)
        #expect(fake.calls.dropFirst() == [.stop(options.name), .start(options.name), .remove(options.name)])
    }

    @Test func outcomesComeOneAfterTheOther() async throws {
        fake.script("greeter", .refused(Broken()), .unready(Broken()), .ready)
        await #expect(throws: Broken.self) { try await hooked.run(options) }
        #expect(notes.all == ["undo", "failed: Broken()"])
        await #expect(throws: Broken.self) { try await hooked.run(options) }
        #expect(notes.all.dropFirst(2) == ["postRun", "undo", "failed: Broken()"])
        #expect(fake.containers.isEmpty)
        _ = try await hooked.run(options)
        let error = await #expect(throws: RunError.self) { try await fake.run(options) }
        #expect(error?.code == .nameTaken)
    }

    @Test func aRunThatHangsIsCancelled() async throws {
        fake.script("greeter", .hanging)
        let (running, begins) = AsyncStream.makeStream(of: Void.self)
        let run = Task {
            try await hooked.run(options, observer: RunObserver(started: { _ in begins.finish() }))
        }
        for await _ in running {}
        #expect(fake.containers.map(\.isRunning) == [true])
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(fake.containers.isEmpty)
    }

    @Test func whatItPrintsIsRead() async throws {
        let frames = [LogFrame(.stdout, Array("hello\n".utf8)), LogFrame(.stderr, Array("oh\n".utf8))]
        fake.print(frames, of: "greeter")
        let container = try await fake.run(options).container
        var read: [LogFrame] = []
        for try await frame in try await fake.streamLogs(container.id, options: LogOptions()) { read.append(frame) }
        #expect(read == frames)
        await #expect(throws: RunError.self) {
            try await fake.streamLogs(ContainerID("gone"), options: LogOptions())
        }
    }
}
