extension ContainerEndpoints {
    /// All about one container: `GET /containers/{id}/json`.
    /// - Throws: ``EngineError``, `notFound` when there is none.
    public func inspect(_ id: String) async throws -> ContainerInspection {
        try await engine.decode(from: .get("/containers/{id}/json", id, to: "inspect container"))
    }

    /// The same as the engine wrote it, with what ``ContainerInspection`` leaves out: `GET /containers/{id}/json`.
    /// - Returns: one JSON document.
    public func inspectionDocument(_ id: String) async throws -> [UInt8] {
        let call = EngineCall.get("/containers/{id}/json", id, to: "inspect container")
        return try await engine.collect(try await engine.send(call), of: call)
    }

    /// All that a container's processes may ever have, as Podman was asked: `GET /libpod/containers/{id}/json`.
    ///
    /// Podman's inspection says what was added to and dropped from a default that is not the same in each version; this is the whole.
    ///
    /// - Returns: the names with their prefix, such as `CAP_CHOWN`; nil on Docker, which repeats what it was told.
    public func boundingCapabilities(_ id: String) async throws -> [String]? {
        struct Answer: Decodable {
            var capabilities: [String]?
            enum CodingKeys: String, CodingKey { case capabilities = "BoundingCaps" }
        }
        guard engine.kind == .podman else { return nil }
        var call = EngineCall.get("/containers/{id}/json", id, to: "inspect container")
        call.isLibpod = true
        return try await engine.decode(Answer.self, from: call).capabilities ?? []
    }
}
