extension ExecEndpoints {
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
}
