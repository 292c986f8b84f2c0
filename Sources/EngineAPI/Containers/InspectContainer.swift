extension ContainerEndpoints {
    /// All about one container: `GET /containers/{id}/json`.
    /// - Throws: ``EngineError``, `notFound` when there is none.
    public func inspect(_ id: String) async throws -> ContainerInspection {
        try await engine.decode(from: .get("/containers/{id}/json", id, to: "inspect container"))
    }
}

extension ContainerEndpoints {
    /// The same as the engine wrote it, with what ``ContainerInspection`` leaves out: `GET /containers/{id}/json`.
    /// - Returns: one JSON document.
    public func inspectionDocument(_ id: String) async throws -> [UInt8] {
        let call = EngineCall.get("/containers/{id}/json", id, to: "inspect container")
        return try await engine.collect(try await engine.send(call), of: call)
    }
}
