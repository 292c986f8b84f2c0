public import HTTPTransport

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

    /// Takes images from an archive that ``save(_:)`` or `docker save` made: `POST /images/load`.
    ///
    /// - Parameter archive: the tar archive, plain or compressed.
    /// - Returns: what the engine says, which names the images.
    /// - Throws: ``EngineError``: `serverError` at once (Podman), `streamError` (Docker), when the archive is not one.
    @discardableResult
    public func load(_ archive: HTTPRequestBody) async throws -> [String] {
        var call = EngineCall.post("/images/load", to: "load images", limit: .stream)
        call.query.add("quiet", true)
        let response = try await engine.send(call, body: archive, contentType: "application/x-tar")
        var said: [String] = []
        for try await step in JSONStream<Said>(bytes: ByteStream(response.body, of: call)) {
            if let words = step.error {
                var failure = EngineError(.streamError, in: call)
                failure.engineMessage = words
                throw failure
            }
            said += (step.stream ?? "").split(whereSeparator: \.isNewline).map(String.init)
        }
        return said
    }

    private struct Said: Decodable, Sendable {
        var stream: String?
        var error: String?
    }
}
