public import HTTPTransport

extension ImageEndpoints {
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
