import AgentTesting
import EngineAPI
import HTTPTransport
import Testing

/// Images on real engines, without a registry.
@Suite(.timeLimit(.minutes(5))) struct ImageTests {
    @Test(arguments: TestEngine.allCases)
    func nameInspectSaveLoadRemove(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        let repository = TestEngine.uniqueName("image")
        let image = "\(repository):2"
        // An image of its own: Podman loses a name when two tests name one image at the same time.
        var content = TestArchive()
        content.addFile("unique", [UInt8](repeating: 7, count: 2_000_000) + Array(repository.utf8))
        try await client.images.import(.bytes(content.bytes), as: repository, tag: "1", changes: ["LABEL x=y"])
        let original = try await client.images.inspect("\(repository):1")
        try await client.images.tag("\(repository):1", repository: repository, tag: "2")
        let named = try await client.images.inspect(image)
        #expect(named.id == original.id)
        #expect(named.operatingSystem == "linux")
        #expect(named.configuration?.labels?["x"] == "y")
        let listed = try await client.images.list(filters: ["reference": [repository]])
        #expect(listed.map(\.id) == [original.id])
        #expect(try await client.images.history(image).contains { $0.size > 1_000_000 })

        let archive = try await client.images.save([image]).collect(upTo: 64 << 20)
        #expect(archive.count > 1_000_000)
        try await client.images.remove(image)
        await #expect(throws: EngineError.self) { try await client.images.inspect(image) }
        let said = try await client.images.load(.bytes(archive))
        #expect(said.contains { $0.contains(repository) })
        #expect(try await client.images.inspect(image).id == original.id)
        try await client.images.remove(image)
        try await client.images.remove("\(repository):1")
    }

    @Test(arguments: TestEngine.allCases)
    func whatIsMissingIsNotFound(_ engine: TestEngine) async throws {
        let client = try await engine.connect()
        let error = try await #require(throws: EngineError.self) { try await client.images.inspect("aac-test/none:1") }
        #expect(error.code == .notFound)
        #expect(error.status == 404)
        #expect(error.endpoint == "/images/{name}/json")
        #expect(error.engineMessage?.isEmpty == false)
    }

    @Test(arguments: TestEngine.allCases)
    func loadingWhatIsNoArchive(_ engine: TestEngine) async throws {
        let client = try await engine.connect()
        await #expect(throws: EngineError.self) { try await client.images.load(.bytes(Array("garbage".utf8))) }
    }
}
