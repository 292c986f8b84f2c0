public import AgentValues

extension ContainerEndpoints {
    /// Stops a container: its stop signal, then SIGKILL: `POST /containers/{id}/stop`.
    /// - Parameters:
    ///   - id: the container.
    ///   - timeout: from the signal to SIGKILL, rounded up to whole seconds; the container's own when nil.
    /// - Returns: `alreadySo` when it did not run.
    @discardableResult
    public func stop(_ id: String, timeout: Duration? = nil) async throws -> StateChange {
        var call = EngineCall.post("/containers/{id}/stop", id, to: "stop container")
        call.query.add("t", timeout?.secondsRoundedUp)
        // Without a time of ours the engine waits the container's own, which is not known here.
        call.limit = .requestAnd(timeout ?? engine.timeouts.lengthy)
        return StateChange(status: try await engine.perform(call, accepting: [304]))
    }
}
