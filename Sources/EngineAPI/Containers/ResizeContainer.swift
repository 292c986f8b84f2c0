public import AgentValues

extension ContainerEndpoints {
    /// Tells a container's terminal its size: `POST /containers/{id}/resize`.
    public func resize(_ id: String, to size: TerminalSize) async throws {
        var call = EngineCall.post("/containers/{id}/resize", id, to: "resize the terminal of container")
        call.query.add(size)
        try await engine.perform(call)
    }
}

extension Query {
    mutating func add(_ size: TerminalSize) {
        add("h", size.rows)
        add("w", size.columns)
    }
}
