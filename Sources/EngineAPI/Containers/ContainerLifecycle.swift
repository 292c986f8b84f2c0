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

    /// Freezes every process of a container: `POST /containers/{id}/pause`.
    public func pause(_ id: String) async throws {
        try await engine.perform(.post("/containers/{id}/pause", id, to: "pause container"))
    }

    /// Lets a frozen container go on: `POST /containers/{id}/unpause`.
    public func unpause(_ id: String) async throws {
        try await engine.perform(.post("/containers/{id}/unpause", id, to: "unpause container"))
    }

    /// Gives a container another name: `POST /containers/{id}/rename`.
    /// - Throws: ``EngineError``, `conflict` when the name is taken.
    public func rename(_ id: String, to name: String) async throws {
        var call = EngineCall.post("/containers/{id}/rename", id, to: "rename container")
        call.query.add("name", name)
        try await engine.perform(call)
    }

    /// Removes a container: `DELETE /containers/{id}`.
    /// - Parameters:
    ///   - id: the container.
    ///   - force: kills it first when it runs.
    ///   - volumes: also its anonymous volumes.
    /// - Throws: ``EngineError``: `notFound` when there is none (any more), `conflict` when it runs or its removal is under
    ///   way already.
    public func remove(_ id: String, force: Bool = false, volumes: Bool = false) async throws {
        var call = EngineCall.delete("/containers/{id}", id, to: "remove container")
        call.query.add("force", force)
        call.query.add("v", volumes)
        try await engine.perform(call)
    }
}

extension StateChange {
    /// 304 says that nothing changed.
    init(status: Int) { self = status == 304 ? .alreadySo : .changed }
}
