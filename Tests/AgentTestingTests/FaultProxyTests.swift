import AgentTesting
import AgentValues
import EngineAPI
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct FaultProxyTests {
    private static let container = #"{"Id":"abc","Warnings":[]}"#

    private func engine() throws -> ScriptedEngine {
        try ScriptedEngine(answers: ["POST /containers/create": .json(Self.container, status: 201)])
    }

    private func create(through proxy: FaultProxy, within limit: Duration = .seconds(2)) async throws -> String {
        let address = try EngineAddress(parsing: proxy.host)
        let client = try await EngineClient.connect(
            to: address, timeouts: EngineTimeouts(connect: .seconds(2), request: limit))
        defer { client.shutdown() }
        return try await client.containers.create(ContainerConfiguration(image: "web:1"), name: "web").id
    }

    @Test func withoutAFaultEverythingGoesThrough() async throws {
        let engine = try engine()
        let proxy = try FaultProxy(to: engine.host)
        #expect(try await create(through: proxy) == "abc")
        #expect(proxy.calls.map(\.description) == ["GET /_ping", "POST /containers/create"])
        #expect(proxy.calls.map(\.status) == [200, 201])
        #expect(proxy.calls.map(\.index) == [1, 2])
    }

    @Test(arguments: [
        Fault.refused, .status(500), .hang, .replyLost, .closed, .cutHead, .cutBody, .cutJSON, .cutChunk, .garbage,
        .unbounded,
    ])
    func aFaultStrikesItsCallAndNoOther(_ fault: Fault) async throws {
        let engine = try engine()
        let proxy = try FaultProxy(to: engine.host, rule: FaultRule(fault, at: 2))
        await #expect(throws: EngineError.self) { try await create(through: proxy) }
        let seen = engine.calls.contains { $0.path == "/containers/create" }
        #expect(seen == fault.isAfterExecution)
        proxy.heal()
        #expect(try await create(through: proxy) == "abc")
    }

    @Test func aLastingFaultStrikesUntilItIsHealed() async throws {
        let engine = try engine()
        let proxy = try FaultProxy(to: engine.host, rule: FaultRule(.refused, at: 1, .onwards))
        for _ in 0..<3 { await #expect(throws: EngineError.self) { try await create(through: proxy) } }
        proxy.heal()
        #expect(try await create(through: proxy) == "abc")
    }

    @Test func aSlowAnswerIsAnAnswer() async throws {
        let engine = try engine()
        let proxy = try FaultProxy(to: engine.host, rule: FaultRule(.drip(.microseconds(100)), at: 2))
        #expect(try await create(through: proxy) == "abc")
    }

    @Test func aProgressStreamCanFail() async throws {
        let engine = try engine()
        let proxy = try FaultProxy(to: engine.host, rule: FaultRule(.streamError, at: 2))
        let client = try await EngineClient.connect(to: EngineAddress(parsing: proxy.host))
        let error = await #expect(throws: EngineError.self) {
            for try await _ in try await client.images.pull("web:1") {}
        }
        #expect(error?.code == .streamError)
    }

    @Test func theObserverSeesEachCallBeforeAndAfter() async throws {
        let seen = Mutex<[String]>([])
        let engine = try engine()
        let proxy = try FaultProxy(to: engine.host) { call, moment in
            seen.withLock { $0.append("\(call.index) \(moment)") }
        }
        _ = try await create(through: proxy)
        await proxy.idle()
        #expect(
            seen.withLock { $0 } == [
                "1 beforeExecution", "1 afterExecution", "2 beforeExecution", "2 afterExecution",
            ])
    }

    /// Streams and connections that are taken over are passed on as they come.
    @Test(.timeLimit(.minutes(1)), arguments: TestEngine.allCases)
    func streamsGoThrough(_ engine: TestEngine) async throws {
        try await engine.ensureTestImage()
        let proxy = try FaultProxy(to: engine.host)
        let client = try await EngineClient.connect(to: EngineAddress(parsing: proxy.host))
        let name = TestEngine.uniqueName("proxy")
        let created = try await client.containers.create(
            ContainerConfiguration(
                image: TestEngine.image, command: ["sh", "-c", "read line; echo got $line; exit 3"],
                labels: TestEngine.labels
            ).with { $0.opensStandardInput = true },
            name: name)
        let exit = try await client.containers.wait(created.id, condition: .nextExit)
        let attached = try await client.containers.attach(created.id, AttachOptions(stdin: true), tty: false)
        try await client.containers.start(created.id)
        try await attached.write(Array("bread\n".utf8))
        var output: [UInt8] = []
        for try await frame in attached.frames { output += frame.bytes }
        attached.close()
        #expect(String(decoding: output, as: UTF8.self) == "got bread\n")
        #expect(try await exit.exit().code == 3)
        try await client.containers.remove(created.id, force: true)
    }
}

extension ContainerConfiguration {
    fileprivate func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}
