extension ImageEndpoints {
    /// Pulls an image: `POST /images/create`.
    ///
    /// - Parameter reference: a name, with a tag or a digest; `latest` is taken when it has neither.
    /// - Returns: the steps as the engine tells them. The image is there when they have ended.
    /// - Throws: ``EngineError``: `notFound` or `unauthorized` at once, `streamError` from the stream.
    public func pull(_ reference: String) async throws -> TransferStream {
        var call = EngineCall.post("/images/create", to: "pull image", limit: .stream)
        call.subject = reference
        let colon = reference.lastIndex(of: ":").flatMap { reference[$0...].contains("/") ? nil : $0 }
        call.query.add("fromImage", reference)
        if colon == nil, !reference.contains("@") { call.query.add("tag", "latest") }
        return TransferStream(bytes: try await engine.stream(call))
    }
}
