/// The endpoints below `/networks`. A missing network is an ``EngineError`` with code `notFound`.
///
/// Podman is asked by its own API: by answering `GET /networks` or `GET /networks/{id}` of the compatible one, Podman 4.3 forgets
/// the option `isolate`, and containers that are started from then on are not isolated from other networks.
public struct NetworkEndpoints: Sendable {
    let engine: EngineClient

    private var isPodman: Bool { engine.kind == .podman }

    /// Creates a network: `POST /networks/create`; Podman: `POST /libpod/networks/create`.
    /// - Returns: its id.
    /// - Throws: ``EngineError``, `conflict` when the name is taken.
    @discardableResult
    public func create(_ network: NetworkConfiguration) async throws -> String {
        struct Answer: Decodable {
            var id: String
            enum CodingKeys: String, CodingKey {
                case docker = "Id"
                case podman = "id"
            }
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                id =
                    try container.decodeIfPresent(String.self, forKey: .podman)
                    ?? container.decode(String.self, forKey: .docker)
            }
        }
        var call = EngineCall.post("/networks/create", to: "create network")
        call.subject = network.name
        call.isLibpod = isPodman
        guard isPodman else { return try await engine.decode(Answer.self, from: call, json: network).id }
        return try await engine.decode(Answer.self, from: call, json: PodmanNetwork(network: network)).id
    }

    /// All about one network: `GET /networks/{id}`; Podman: `GET /libpod/networks/{id}/json`.
    public func inspect(_ id: String) async throws -> NetworkInspection {
        var call = EngineCall.get(
            isPodman ? "/networks/{id}/json" : "/networks/{id}", id, to: "inspect network")
        call.isLibpod = isPodman
        return try await engine.decode(from: call)
    }

    /// Lists networks: `GET /networks`; Podman: `GET /libpod/networks/json`.
    /// - Parameter filters: `label`, `name`, `driver` and more.
    public func list(filters: EngineFilters = EngineFilters()) async throws -> [NetworkInspection] {
        var call = EngineCall.get(isPodman ? "/networks/json" : "/networks", to: "list networks")
        call.isLibpod = isPodman
        try call.query.add(filters)
        return try await engine.decode(from: call)
    }

    /// The containers that are on a network: `GET /containers/json`.
    /// - Parameters:
    ///   - name: the network's name.
    ///   - all: also those that do not run, and come back to it when they are started.
    public func members(of name: String, all: Bool = false) async throws -> [ContainerSummary] {
        try await engine.containers.list(all: all, filters: ["network": [name]])
    }

    /// Removes a network: `DELETE /networks/{id}`.
    /// - Throws: ``EngineError``, `conflict` while running containers are on it.
    public func remove(_ id: String) async throws {
        do {
            try await engine.perform(.delete("/networks/{id}", id, to: "remove network"))
        } catch var error as EngineError where error.code == .forbidden || error.code == .serverError {
            // Docker answers 403 and Podman 500 while containers are on it, and both for other reasons too.
            if (try? await members(of: id))?.isEmpty == false { error.code = .conflict }
            throw error
        }
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
