extension ContainerEndpoints {
    /// Gives a container another name: `POST /containers/{id}/rename`.
    /// - Throws: ``EngineError``, `conflict` when the name is taken.
    public func rename(_ id: String, to name: String) async throws {
        var call = EngineCall.post("/containers/{id}/rename", id, to: "rename container")
        call.query.add("name", name)
        try await engine.perform(call)
    }
}
