extension ImageEndpoints {
    /// Pushes an image to the registry that its name says: `POST /images/{name}/push`.
    ///
    /// - Parameters:
    ///   - reference: a name with a tag; `latest` is taken when it has none.
    ///   - credentials: for its registry; see ``RegistryCredentialStore``.
    /// - Returns: the steps as the engine tells them. The image is there when they have ended.
    /// - Throws: ``EngineError``: `invalidReference`; `notFound` at once (Podman), `streamError` from the stream.
    public func push(_ reference: String, credentials: RegistryCredentials? = nil) async throws -> TransferStream {
        let image = try ImageReference(reference).withDefaultTag
        var call = EngineCall.post("/images/{name}/push", image.name, to: "push image", limit: .stream)
        call.query.add("tag", image.tag)
        try call.authenticate(credentials)
        // Docker speaks plain HTTP with registries on its own machine unasked.
        if engine.kind == .podman, image.isOnLoopback { call.query.add("tlsVerify", "false") }
        return TransferStream(bytes: try await engine.stream(call))
    }
}
