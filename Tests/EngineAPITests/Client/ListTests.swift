import AgentTesting
import EngineAPI
import Testing

/// A list while what it lists comes and goes.
@Suite(.timeLimit(.minutes(1))) struct ListTests {
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

    /// The words are those of Podman 4.3.
    @Test func anImageThatGoesMeanwhileIsNoError() async throws {
        let engine = try ScriptedEngine(.podman)
        let gone = ScriptedAnswer.failure(
            500, #"retrieving parent of image "b0448117": locating image with ID "b0448117": image not known"#)
        engine.answer("GET /images/json", with: gone, .json("[]"))
        let client = try await engine.connect()
        defer { client.shutdown() }
        #expect(try await client.images.list().isEmpty)
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
