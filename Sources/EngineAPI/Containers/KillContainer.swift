extension ContainerEndpoints {
    /// Sends a signal to process 1 of a container: `POST /containers/{id}/kill`.
    /// - Parameters:
    ///   - id: the container.
    ///   - signal: a name such as `SIGTERM` or a number; SIGKILL unless given.
    /// - Throws: ``EngineError``, `conflict` when it does not run.
    public func kill(_ id: String, signal: String = "SIGKILL") async throws {
        var call = EngineCall.post("/containers/{id}/kill", id, to: "kill container")
        call.query.add("signal", signal)
        try await engine.perform(call)
    }
}
