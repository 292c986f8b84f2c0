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
        do {
            return try await engine.decode(Answer.self, from: call, json: network).id
        } catch var error as EngineError where error.code == .serverError && engine.kind == .podman {
            // Podman answers 500 for a name that is taken.
            if await exists(network.name) { error.code = .conflict }
            throw error
        }
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
    /// - Throws: ``EngineError``, `conflict` while running containers are on it.
    public func remove(_ id: String) async throws {
        do {
            try await engine.perform(.delete("/networks/{id}", id, to: "remove network"))
        } catch var error as EngineError where error.code == .forbidden || error.code == .serverError {
            // Docker answers 403 and Podman 500 while containers are on it, and both for other reasons too.
            if await hasContainers(id) { error.code = .conflict }
            throw error
        }
    }

    private func exists(_ name: String) async -> Bool { (try? await inspect(name)) != nil }

    private func hasContainers(_ id: String) async -> Bool {
        (try? await inspect(id))?.containers.isEmpty == false
    }

    /// Puts a container on a network: `POST /networks/{id}/connect`.
    ///
    /// For a container that does not run, Docker only notes it, and a network that is not there shows at the start.
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
