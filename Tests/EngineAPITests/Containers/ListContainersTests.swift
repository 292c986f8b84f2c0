import AgentTesting
import EngineAPI
import Testing

/// A list while containers come and go.
@Suite(.timeLimit(.minutes(1))) struct ListContainersTests {
    private static let path = "GET /containers/json"

    /// The words are those of Podman 4.3.
    @Test func aContainerThatGoesMeanwhileIsNoError() async throws {
        let engine = try ScriptedEngine(.podman)
        let gone = ScriptedAnswer.failure(500, "no container with ID 6a25dc8b9140 found in database: no such container")
        engine.answer(Self.path, with: gone, gone, .json("[]"))
        let client = try await engine.connect()
        defer { client.shutdown() }
        #expect(try await client.containers.list().isEmpty)
        #expect(engine.calls.count { $0.description == Self.path } == 3)
    }

    @Test func otherFailuresAreTold() async throws {
        let engine = try ScriptedEngine(.podman)
        engine.answer(Self.path, with: .failure(500, "database is locked"))
        let client = try await engine.connect()
        defer { client.shutdown() }
        let error = try await #require(throws: EngineError.self) { try await client.containers.list() }
        #expect(error.code == .serverError && error.engineMessage == "database is locked")
        #expect(engine.calls.count { $0.description == Self.path } == 1)
    }
}
