import AgentTesting
import EngineAPI
import Testing

@testable import AgentRuntime

@Suite(.timeLimit(.minutes(5))) struct ExitWatchTests {
    /// The first wait's answer breaks off when the container ends; what it ended with is known all the same.
    @Test(arguments: TestEngine.allCases) func aLostAnswerIsAskedForAgain(_ engine: TestEngine) async throws {
        try await engine.ensureTestImage()
        // The ping, the creation, the wait.
        let proxy = try FaultProxy(to: engine.host, rule: FaultRule(.cutBody, at: 3))
        let client = try await EngineClient.connect(to: EngineAddress(parsing: proxy.host))
        let created = try await client.containers.create(
            ContainerConfiguration(
                image: TestEngine.image, command: ["sh", "-c", "exit 7"], labels: TestEngine.labels),
            name: TestEngine.uniqueName("exit"))
        let pending = try await client.containers.wait(created.id, condition: .nextExit)
        try await client.containers.start(created.id)
        #expect(try await ExitWatch(engine: client, container: created.id, pending: pending).code() == 7)
        #expect(proxy.calls.filter { $0.path.hasSuffix("/wait") }.count == 2)
        try await client.containers.remove(created.id, force: true)
    }
}
