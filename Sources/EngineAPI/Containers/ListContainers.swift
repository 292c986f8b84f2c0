extension ContainerEndpoints {
    /// How often the list is asked for while one of its containers goes away.
    private static let attempts = 10

    /// Lists containers, newest first: `GET /containers/json`.
    ///
    /// Podman collects the names first, and fails with 500 when one is gone before it looks at it; it is asked again then.
    /// - Parameters:
    ///   - all: also those that do not run.
    ///   - filters: `label`, `name` (a regular expression), `status`, `id`, `network`, `volume`, `health` and more.
    public func list(all: Bool = false, filters: EngineFilters = EngineFilters()) async throws -> [ContainerSummary] {
        var call = EngineCall.get("/containers/json", to: "list containers")
        call.query.add("all", all)
        try call.query.add(filters)
        for _ in 1..<Self.attempts {
            do { return try await engine.decode(from: call) } catch let error as EngineError
                where error.code == .serverError && error.engineMessage?.contains("no such container") == true
            {}
        }
        return try await engine.decode(from: call)
    }
}
