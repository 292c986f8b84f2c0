/// The endpoints below `/images`, and `/build`. A missing image is an ``EngineError`` with code `notFound`.
public struct ImageEndpoints: Sendable {
    let engine: EngineClient

    /// Lists images: `GET /images/json`.
    ///
    /// Podman looks for each image's parent, and fails with 500 when an image goes away meanwhile; it is asked again then.
    /// - Parameters:
    ///   - all: also the layers in between.
    ///   - filters: `reference`, `label`, `dangling`, `before`, `since`.
    public func list(all: Bool = false, filters: EngineFilters = EngineFilters()) async throws -> [ImageSummary] {
        var call = EngineCall.get("/images/json", to: "list images")
        call.query.add("all", all)
        try call.query.add(filters)
        return try await engine.decodeList(from: call, whileVanishing: "image not known")
    }

    /// All about one image: `GET /images/{name}/json`.
    public func inspect(_ reference: String) async throws -> ImageInspection {
        try await engine.decode(from: .get("/images/{name}/json", reference, to: "inspect image"))
    }

    /// How an image was made, the last step first: `GET /images/{name}/history`.
    public func history(_ reference: String) async throws -> [ImageLayer] {
        try await engine.decode(from: .get("/images/{name}/history", reference, to: "read the history of image"))
    }

    /// Gives an image one more reference: `POST /images/{name}/tag`.
    public func tag(_ reference: String, repository: String, tag: String) async throws {
        var call = EngineCall.post("/images/{name}/tag", reference, to: "tag image")
        call.query.add("repo", repository)
        call.query.add("tag", tag)
        try await engine.perform(call)
    }

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

extension EngineClient {
    /// `/images`: build, pull, push, list and remove images.
    public var images: ImageEndpoints { ImageEndpoints(engine: self) }
}
