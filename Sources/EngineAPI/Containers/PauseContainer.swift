extension ContainerEndpoints {
    /// Freezes every process of a container: `POST /containers/{id}/pause`.
    public func pause(_ id: String) async throws {
        try await engine.perform(.post("/containers/{id}/pause", id, to: "pause container"))
    }

    /// Lets a frozen container go on: `POST /containers/{id}/unpause`.
    public func unpause(_ id: String) async throws {
        try await engine.perform(.post("/containers/{id}/unpause", id, to: "unpause container"))
    }
}
