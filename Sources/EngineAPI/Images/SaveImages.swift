extension ImageEndpoints {
    /// Writes images with all their layers and names into one archive: `GET /images/get`.
    ///
    /// - Parameter references: the images.
    /// - Returns: a tar archive, for ``load(_:)``.
    /// - Throws: ``EngineError``, `notFound` when one is missing (Docker), `serverError` (Podman).
    public func save(_ references: [String]) async throws -> ByteStream {
        var call = EngineCall.get("/images/get", to: "save images", limit: .stream)
        call.subject = references.joined(separator: ", ")
        for reference in references { call.query.add("names", reference) }
        return try await engine.stream(call)
    }
}
