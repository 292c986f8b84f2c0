public import AgentValues

/// Further processes in running containers: `/containers/{id}/exec` and `/exec`.
public struct ExecEndpoints: Sendable {
    let engine: EngineClient

    /// Prepares a process in a running container: `POST /containers/{id}/exec`.
    /// - Returns: the exec's id, for ``start(_:tty:)``.
    /// - Throws: ``EngineError``: `notFound` without the container, `conflict` (Podman: `serverError`) when it does not
    ///   run.
    public func create(in container: String, _ configuration: ExecConfiguration) async throws -> String {
        let created: Created = try await engine.decode(
            from: .post("/containers/{id}/exec", container, to: "prepare a command in container"), json: configuration)
        return created.id
    }

    private struct Created: Decodable {
        var id: String
        enum CodingKeys: String, CodingKey { case id = "Id" }
    }

    /// Starts a prepared process and connects to it: `POST /exec/{id}/start`.
    ///
    /// A program that cannot be executed shows inside the stream or as an exit code of 126 or 127, not as an error here; the
    /// exit code is in ``inspect(_:)`` once the stream has ended.
    /// - Parameters:
    ///   - id: what ``create(in:_:)`` returned.
    ///   - tty: ``ExecConfiguration/hasTerminal`` as it was given there.
    public func start(_ id: String, tty: Bool) async throws -> AttachedStream {
        let call = EngineCall.post("/exec/{id}/start", id, to: "start command", limit: .promptStream)
        let connection = try await engine.hijack(call, json: Start(isDetached: false, hasTerminal: tty))
        return AttachedStream(connection, of: call, hasTerminal: tty) { size in try await self.resize(id, to: size) }
    }

    /// Starts a prepared process without connecting to it: `POST /exec/{id}/start`.
    public func startDetached(_ id: String, tty: Bool = false) async throws {
        let call = EngineCall.post("/exec/{id}/start", id, to: "start command")
        try await engine.perform(call, json: Start(isDetached: true, hasTerminal: tty))
    }

    private struct Start: Encodable {
        var isDetached: Bool
        var hasTerminal: Bool
        enum CodingKeys: String, CodingKey {
            case isDetached = "Detach"
            case hasTerminal = "Tty"
        }
    }

    /// How a process started with exec does: `GET /exec/{id}/json`.
    public func inspect(_ id: String) async throws -> ExecInspection {
        try await engine.decode(from: .get("/exec/{id}/json", id, to: "inspect command"))
    }

    /// Tells a process' terminal its size: `POST /exec/{id}/resize`. Only while it runs.
    public func resize(_ id: String, to size: TerminalSize) async throws {
        var call = EngineCall.post("/exec/{id}/resize", id, to: "resize the terminal of command")
        call.query.add(size)
        try await engine.perform(call)
    }
}

extension EngineClient {
    /// `/exec`: further processes in running containers.
    public var exec: ExecEndpoints { ExecEndpoints(engine: self) }
}
