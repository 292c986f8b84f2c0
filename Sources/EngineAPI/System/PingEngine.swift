extension SystemEndpoints {
    /// Asks whether the engine still answers: `GET /_ping`.
    /// - Throws: ``EngineError``, `transport` or `timedOut` when it does not.
    public func ping() async throws {
        try await engine.perform(.get("/_ping", to: "ping the engine"))
    }
}
