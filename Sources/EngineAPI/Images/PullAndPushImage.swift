import HTTPTypes

extension ImageEndpoints {
    /// Pulls an image: `POST /images/create`.
    ///
    /// - Parameters:
    ///   - reference: a name, with a tag or a digest; `latest` is taken when it has neither.
    ///   - credentials: for its registry; see ``RegistryCredentialStore``.
    ///   - platform: `linux/arm64` and the like; the engine's own when nil.
    /// - Returns: the steps as the engine tells them. The image is there when they have ended.
    /// - Throws: ``EngineError``: `invalidReference`; `notFound`, `unauthorized` or `serverError` at once (Docker), `streamError`
    ///   from the stream (Podman).
    public func pull(
        _ reference: String, credentials: RegistryCredentials? = nil, platform: String? = nil
    ) async throws -> TransferStream {
        let image = try ImageReference(reference).withDefaultTag
        var call = EngineCall.post("/images/create", to: "pull image", limit: .stream)
        call.subject = reference
        if engine.kind == .podman, image.isOnLoopback {
            // Docker speaks plain HTTP with registries on its own machine unasked. Podman wants to be told, and only its own
            // endpoint listens to that.
            call.isLibpod = true
            call.template = "/images/pull"
            call.query.add("reference", image.description)
            call.query.add("tlsVerify", "false")
            for (name, value) in zip(["OS", "Arch", "Variant"], (platform ?? "").split(separator: "/")) {
                call.query.add(name, String(value))
            }
        } else {
            call.query.add("fromImage", image.name)
            // Engines take a digest in the tag's place.
            call.query.add("tag", image.digest ?? image.tag)
            call.query.add("platform", platform)
        }
        try call.authenticate(credentials)
        return TransferStream(bytes: try await engine.stream(call))
    }

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

extension EngineCall {
    /// Adds `X-Registry-Auth`; an empty object without credentials, because pushes must have one.
    mutating func authenticate(_ credentials: RegistryCredentials?) throws {
        headers[HTTPField.Name.known("X-Registry-Auth")] = try credentials?.headerValue() ?? "e30="
    }
}
