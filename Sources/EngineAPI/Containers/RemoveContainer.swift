extension ContainerEndpoints {
    /// Removes a container: `DELETE /containers/{id}`.
    /// - Parameters:
    ///   - id: the container.
    ///   - force: kills it first when it runs.
    ///   - volumes: also its anonymous volumes.
    /// - Throws: ``EngineError``: `notFound` when there is none (any more), `conflict` when it runs or its removal is under
    ///   way already.
    public func remove(_ id: String, force: Bool = false, volumes: Bool = false) async throws {
        var call = EngineCall.delete("/containers/{id}", id, to: "remove container")
        call.query.add("force", force)
        call.query.add("v", volumes)
        try await engine.perform(call)
    }
}
