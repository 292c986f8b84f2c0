extension ImageEndpoints {
    /// Takes a reference away and, with the last one, the image: `DELETE /images/{name}`.
    /// - Throws: ``EngineError``, `conflict` while a container uses it.
    public func remove(_ reference: String, force: Bool = false) async throws {
        var call = EngineCall.delete("/images/{name}", reference, to: "remove image", limit: .lengthy)
        call.query.add("force", force)
        try await engine.perform(call)
    }
}
