extension ImageEndpoints {
    /// Takes a reference away and, with the last one, the image: `DELETE /images/{name}`.
    ///
    /// - Parameters:
    ///   - reference: the image's name or id.
    ///   - force: whether it goes although it has several names, or a stopped container uses it.
    ///   - prunes: whether the images go too that it was built from and that have no name; builds can begin at them.
    /// - Throws: ``EngineError``, `conflict` while a container uses it.
    public func remove(_ reference: String, force: Bool = false, prunes: Bool = true) async throws {
        var call = EngineCall.delete("/images/{name}", reference, to: "remove image", limit: .lengthy)
        call.query.add("force", force)
        if !prunes { call.query.add("noprune", true) }
        try await engine.perform(call)
    }
}
