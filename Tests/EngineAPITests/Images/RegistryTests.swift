import AgentTesting
import EngineAPI
import HTTPTransport
import Testing

/// Pull and push with a real registry on this machine.
@Suite(.timeLimit(.minutes(5))) struct RegistryTests {
    @Test(arguments: TestEngine.allCases, [false, true])
    func pushAndPull(_ engine: TestEngine, isGuarded: Bool) async throws {
        let client = try await engine.connectWithImage()
        try await TestRegistry.run(isGuarded: isGuarded) { registry in
            let repository = "\(registry.host)/some/agent"
            let image = "\(repository):1.0"
            let credentials = isGuarded ? credentials(for: registry) : nil
            // An image of its own: Podman loses a name when two tests name one image at the same time.
            var archive = TestArchive()
            archive.addFile("unique", registry.host)
            try await client.images.import(.bytes(archive.bytes), as: repository, tag: "1.0", changes: ["CMD [\"sh\"]"])
            for try await _ in try await client.images.push(image, credentials: credentials) {}
            try await client.images.remove(image)
            var steps = 0
            for try await _ in try await client.images.pull(image, credentials: credentials) { steps += 1 }
            #expect(steps > 0)
            let inspection = try await client.images.inspect(image)
            #expect(inspection.digests.contains { $0.hasPrefix("\(repository)@sha256:") })
            #expect(inspection.configuration?.command == ["sh"])
            try await client.images.remove(image)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func wrongPasswordIsRefused(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await TestRegistry.run(isGuarded: true) { registry in
            let wrong = RegistryCredentials(
                username: TestRegistry.user, password: "wrong-password", serverAddress: registry.host)
            let error = try await #require(throws: EngineError.self) {
                for try await _ in try await client.images.pull("\(registry.host)/some/agent:1.0", credentials: wrong) {
                }
            }
            #expect(!"\(error)\(error.details)".contains("wrong-password"))
            #expect(error.object == "\(registry.host)/some/agent:1.0")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func anImageThatIsNotThere(_ engine: TestEngine) async throws {
        let client = try await engine.connectWithImage()
        try await TestRegistry.run { registry in
            let image = "\(registry.host)/no/such:1"
            await #expect(throws: EngineError.self) { for try await _ in try await client.images.pull(image) {} }
            await #expect(throws: EngineError.self) { for try await _ in try await client.images.push(image) {} }
        }
    }

    private func credentials(for registry: TestRegistry) -> RegistryCredentials {
        RegistryCredentials(
            username: TestRegistry.user, password: TestRegistry.password, serverAddress: registry.host)
    }
}
