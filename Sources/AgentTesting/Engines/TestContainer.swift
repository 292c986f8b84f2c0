public import EngineAPI

extension EngineClient {
    /// Runs `body` with a container of ``TestEngine/image`` that is created, not started; it is removed afterwards, whatever
    /// happens. The container stops at once and carries ``TestEngine/labels``.
    ///
    /// - Parameters:
    ///   - stem: goes into its name.
    ///   - command: what it runs.
    ///   - adjust: changes the configuration.
    ///   - body: gets its id.
    public func withTestContainer<Result: Sendable>(
        _ stem: String, _ command: [String],
        adjust: (inout ContainerConfiguration) -> Void = { _ in }, _ body: (String) async throws -> Result
    ) async throws -> Result {
        var configuration = ContainerConfiguration(
            image: TestEngine.image, command: command, labels: TestEngine.labels)
        // Podman gives a container without this 0 s to stop, Docker 10.
        configuration.stopTimeout = 1
        adjust(&configuration)
        let name = TestEngine.uniqueName(stem)
        let created = try await containers.create(configuration, name: name)
        do {
            let result = try await body(created.id)
            try await removeTestContainer(created.id)
            return result
        } catch {
            try? await removeTestContainer(created.id)
            throw error
        }
    }

    private func removeTestContainer(_ id: String) async throws {
        // In a task of its own, so that the container goes even when the test was cancelled.
        try await Task {
            do { try await containers.remove(id, force: true, volumes: true) } catch let error as EngineError
                where error.code == .notFound
            {}
        }.value
    }
}
