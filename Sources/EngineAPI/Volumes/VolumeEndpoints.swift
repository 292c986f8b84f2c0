/// The endpoints below `/volumes`. A missing volume is an ``EngineError`` with code `notFound`.
public struct VolumeEndpoints: Sendable {
    let engine: EngineClient

    /// Creates a volume, or returns the one of that name: `POST /volumes/create`.
    @discardableResult
    public func create(_ volume: VolumeConfiguration) async throws -> VolumeInspection {
        var call = EngineCall.post("/volumes/create", to: "create volume")
        call.subject = volume.name
        return try await engine.decode(from: call, json: volume)
    }

    /// All about one volume: `GET /volumes/{name}`.
    public func inspect(_ name: String) async throws -> VolumeInspection {
        try await engine.decode(from: .get("/volumes/{name}", name, to: "inspect volume"))
    }

    /// Lists volumes: `GET /volumes`.
    /// - Parameter filters: `label`, `name`, `driver`, `dangling`.
    public func list(filters: EngineFilters = EngineFilters()) async throws -> [VolumeInspection] {
        struct Answer: Decodable {
            var volumes: [VolumeInspection]?
            enum CodingKeys: String, CodingKey { case volumes = "Volumes" }
        }
        var call = EngineCall.get("/volumes", to: "list volumes")
        try call.query.add(filters)
        return try await engine.decode(Answer.self, from: call).volumes ?? []
    }

    /// Removes a volume and what is in it: `DELETE /volumes/{name}`.
    /// - Throws: ``EngineError``, `conflict` while a container uses it.
    public func remove(_ name: String, force: Bool = false) async throws {
        var call = EngineCall.delete("/volumes/{name}", name, to: "remove volume")
        call.query.add("force", force)
        try await engine.perform(call)
    }
}

extension EngineClient {
    /// `/volumes`: create, inspect and remove volumes.
    public var volumes: VolumeEndpoints { VolumeEndpoints(engine: self) }
}
