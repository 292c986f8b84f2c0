extension ContainerEndpoints {
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
        return try await engine.decodeList(from: call, whileVanishing: "no such container")
    }
}
