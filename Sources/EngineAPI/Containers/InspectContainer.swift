extension ContainerEndpoints {
    /// All about one container: `GET /containers/{id}/json`.
    /// - Throws: ``EngineError``, `notFound` when there is none.
    public func inspect(_ id: String) async throws -> ContainerInspection {
        try await engine.decode(from: .get("/containers/{id}/json", id, to: "inspect container"))
    }

    /// The engine's answer unchanged, with the fields that ``ContainerInspection`` leaves out: `GET /containers/{id}/json`.
    /// - Returns: one JSON document.
    public func inspectionDocument(_ id: String) async throws -> [UInt8] {
        let call = EngineCall.get("/containers/{id}/json", id, to: "inspect container")
        return try await engine.collect(try await engine.send(call), of: call)
    }

    /// The most capabilities that processes of a container can have (the bounding set): `GET /libpod/containers/{id}/json`.
    ///
    /// ``inspect(_:)`` has only what was added to and dropped from Podman's default, which differs between its versions.
    ///
    /// - Returns: the names with their prefix, such as `CAP_CHOWN`; nil on Docker, which only repeats what was asked for.
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
