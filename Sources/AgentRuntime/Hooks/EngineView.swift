public import EngineAPI

/// What a hook may ask the engine. Nothing in it changes anything there.
public struct EngineView: Sendable {
    private let engine: EngineClient

    /// A view of an engine.
    public init(_ engine: EngineClient) { self.engine = engine }

    /// Docker or Podman.
    public var kind: EngineKind { engine.kind }

    /// Whether the engine runs on this host and in this process's network, so that its ports are ours. It is looked for in the process
    /// that listens at its socket; where that cannot be told, it is false.
    public var isLocal: Bool { SharedNetwork.isShared(with: engine.address) }

    /// One container: `GET /containers/{id}/json`; nil when there is none of that id or name.
    public func container(_ container: ContainerID) async throws -> ContainerInspection? {
        try await engine.unlessMissing { try await engine.containers.inspect(container.rawValue) }
    }

    /// The containers, newest first: `GET /containers/json`.
    /// - Parameters:
    ///   - all: also those that do not run.
    ///   - labels: only those that carry all of these.
    public func containers(all: Bool = false, labels: [String: String] = [:]) async throws -> [ContainerSummary] {
        try await engine.containers.list(all: all, filters: .labels(labels))
    }

    /// Whose a container is by its own labels; nil when it is not ours, or has them from its image.
    func owner(of container: ContainerID) async throws -> AgentIdentity? {
        guard let inspection = try await self.container(container) else { return nil }
        return try await engine.owner(of: inspection)
    }

    /// One image: `GET /images/{name}/json`; nil when it is not on the engine.
    public func image(_ reference: String) async throws -> ImageInspection? {
        try await engine.unlessMissing { try await engine.images.inspect(reference) }
    }

    /// What the engine says about itself and its host: `GET /info`.
    public func info() async throws -> EngineInfo { try await engine.system.info() }
}
