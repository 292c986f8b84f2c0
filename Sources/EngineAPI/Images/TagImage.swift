extension ImageEndpoints {
    /// Gives an image one more reference: `POST /images/{name}/tag`.
    public func tag(_ reference: String, repository: String, tag: String) async throws {
        var call = EngineCall.post("/images/{name}/tag", reference, to: "tag image")
        call.query.add("repo", repository)
        call.query.add("tag", tag)
        try await engine.perform(call)
    }
}
