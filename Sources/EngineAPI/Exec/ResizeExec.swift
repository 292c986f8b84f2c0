public import AgentValues

extension ExecEndpoints {
    /// Tells a process' terminal its size: `POST /exec/{id}/resize`. Only while it runs.
    public func resize(_ id: String, to size: TerminalSize) async throws {
        var call = EngineCall.post("/exec/{id}/resize", id, to: "resize the terminal of command")
        call.query.add(size)
        try await engine.perform(call)
    }
}
