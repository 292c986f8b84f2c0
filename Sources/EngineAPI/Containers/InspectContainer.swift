extension ContainerEndpoints {
    /// All about one container: `GET /containers/{id}/json`.
    /// - Throws: ``EngineError``, `notFound` when there is none.
    public func inspect(_ id: String) async throws -> ContainerInspection {
        try await engine.decode(from: .get("/containers/{id}/json", id, to: "inspect container"))
    }
}
