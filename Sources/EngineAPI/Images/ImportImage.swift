public import HTTPTransport

extension ImageEndpoints {
    /// Makes an image of one layer from a tar archive of a file system: `POST /images/create?fromSrc=-`.
    ///
    /// - Parameters:
    ///   - archive: the tar archive, plain or compressed with gzip, bzip2 or xz.
    ///   - repository: the image's name.
    ///   - tag: its tag.
    ///   - changes: lines of a Dockerfile that fit an image without layers of its own, such as `CMD ["/bin/sh"]`.
    ///   - message: a remark for the image's history.
    /// - Returns: the image's id.
    /// - Throws: ``EngineError``: `badRequest` or `serverError` at once, `streamError` when the archive is not one.
    @discardableResult
    public func `import`(
        _ archive: HTTPRequestBody, as repository: String, tag: String = "latest", changes: [String] = [],
        message: String? = nil
    ) async throws -> String {
        var call = EngineCall.post("/images/create", to: "import image", limit: .stream)
        call.subject = "\(repository):\(tag)"
        call.query.add("fromSrc", "-")
        // Within the name, because Podman does not read the parameter `tag` here.
        call.query.add("repo", "\(repository):\(tag)")
        call.query.add("message", message)
        for change in changes { call.query.add("changes", change) }
        let response = try await engine.send(call, body: archive, contentType: "application/x-tar")
        var id: String?
        for try await step in TransferStream(bytes: ByteStream(response.body, of: call)) { id = step.status }
        guard let id else { throw EngineError(.decoding, in: call, message: "the answer does not name the image") }
        return id
    }
}
