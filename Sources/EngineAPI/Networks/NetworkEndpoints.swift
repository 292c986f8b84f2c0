/// The endpoints below `/networks`. A missing network is an ``EngineError`` with code `notFound`.
public struct NetworkEndpoints: Sendable {
    let engine: EngineClient

    /// Creates a network: `POST /networks/create`.
    /// - Returns: its id.
    /// - Throws: ``EngineError``, `conflict` when the name is taken.
    @discardableResult
    public func create(_ network: NetworkConfiguration) async throws -> String {
        struct Answer: Decodable {
            var id: String
            enum CodingKeys: String, CodingKey { case id = "Id" }
        }
        var call = EngineCall.post("/networks/create", to: "create network")
        call.subject = network.name
        return try await engine.decode(Answer.self, from: call, json: network).id
    }

    /// All about one network: `GET /networks/{id}`.
    public func inspect(_ id: String) async throws -> NetworkInspection {
        try await engine.decode(from: .get("/networks/{id}", id, to: "inspect network"))
    }

    /// Lists networks: `GET /networks`. The containers on them are not in the list.
    /// - Parameter filters: `label`, `name`, `driver`, `type` and more.
    public func list(filters: EngineFilters = EngineFilters()) async throws -> [NetworkInspection] {
        var call = EngineCall.get("/networks", to: "list networks")
        try call.query.add(filters)
        return try await engine.decode(from: call)
    }

    /// Removes a network: `DELETE /networks/{id}`.
    /// - Throws: ``EngineError``, `forbidden` (Docker) or `conflict` (Podman) while containers are on it.
    public func remove(_ id: String) async throws {
        try await engine.perform(.delete("/networks/{id}", id, to: "remove network"))
    }

    /// Puts a container on a network: `POST /networks/{id}/connect`.
    public func connect(
        _ id: String, container: String, _ endpoint: NetworkEndpointConfiguration = NetworkEndpointConfiguration()
    ) async throws {
        struct Body: Encodable {
            var container: String
            var endpoint: NetworkEndpointConfiguration
            enum CodingKeys: String, CodingKey {
                case container = "Container"
                case endpoint = "EndpointConfig"
            }
        }
        try await engine.perform(
            .post("/networks/{id}/connect", id, to: "connect '\(container)' to network"),
            json: Body(container: container, endpoint: endpoint))
    }

    /// Takes a container off a network: `POST /networks/{id}/disconnect`.
    public func disconnect(_ id: String, container: String, force: Bool = false) async throws {
        struct Body: Encodable {
            var container: String
            var force: Bool
            enum CodingKeys: String, CodingKey {
                case container = "Container"
                case force = "Force"
            }
        }
        try await engine.perform(
            .post("/networks/{id}/disconnect", id, to: "disconnect '\(container)' from network"),
            json: Body(container: container, force: force))
    }
}

extension EngineClient {
    /// `/networks`: create, connect and remove networks.
    public var networks: NetworkEndpoints { NetworkEndpoints(engine: self) }
}
