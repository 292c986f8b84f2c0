public import AgentValues

extension ContainerEndpoints {
    /// Starts a container: `POST /containers/{id}/start`.
    /// - Returns: `alreadySo` when it ran already.
    /// - Throws: ``EngineError``; a program that cannot be executed is 400 on Docker and 500 on Podman.
    @discardableResult
    public func start(_ id: String) async throws -> StateChange {
        let call = EngineCall.post("/containers/{id}/start", id, to: "start container")
        return StateChange(status: try await engine.perform(call, accepting: [304]))
    }
}
