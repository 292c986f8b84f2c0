extension ContainerEndpoints {
    /// Stops a container if it runs, and starts it: `POST /containers/{id}/restart`.
    /// - Parameters:
    ///   - id: the container.
    ///   - timeout: from the stop signal to SIGKILL, rounded up to whole seconds; the container's own when nil.
    public func restart(_ id: String, timeout: Duration? = nil) async throws {
        var call = EngineCall.post("/containers/{id}/restart", id, to: "restart container")
        call.query.add("t", timeout?.secondsRoundedUp)
        call.limit = .requestAnd(timeout ?? engine.timeouts.lengthy)
        try await engine.perform(call)
    }
}
