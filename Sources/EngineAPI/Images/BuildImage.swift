public import HTTPTransport
import HTTPTypes

extension ImageEndpoints {
    /// Builds an image from a Dockerfile: `POST /build`, with the classic builder of Docker or with Podman's Buildah.
    ///
    /// Steps' containers are removed, also after a failure. Ending the stream early ends the build: Docker kills the step at
    /// hand, Podman lets it end first.
    ///
    /// - Parameters:
    ///   - context: the folder as a tar archive, plain or compressed with gzip, bzip2 or xz.
    ///   - request: what to build.
    /// - Returns: what the builder says. A step that failed is a message, not an error.
    /// - Throws: ``EngineError``: `badRequest` or `serverError` when the archive or the Dockerfile cannot be read.
    public func build(context: HTTPRequestBody, _ request: ImageBuildRequest) async throws -> BuildStream {
        var call = EngineCall.post("/build", to: "build image", limit: .stream)
        call.subject = request.tags.first
        for tag in request.tags { call.query.add("t", tag) }
        call.query.add("dockerfile", request.dockerfile)
        call.query.add("target", request.target)
        if !request.arguments.isEmpty { try call.query.add(json: "buildargs", request.arguments) }
        if !request.labels.isEmpty { try call.query.add(json: "labels", request.labels) }
        if !request.extraHosts.isEmpty { try call.query.add(json: "extrahosts", request.extraHosts) }
        call.query.add("pull", request.pullsBaseImages)
        call.query.add("nocache", !request.usesCache)
        call.query.add("rm", true)
        call.query.add("forcerm", true)
        if !request.credentials.isEmpty {
            call.headers[.known("X-Registry-Config")] = try RegistryCredentials.headerValue(of: request.credentials)
        }
        let response = try await engine.send(call, body: context, contentType: "application/x-tar")
        return BuildStream(bytes: ByteStream(response.body, of: call))
    }
}

/// What to build.
public struct ImageBuildRequest: Sendable, Hashable {
    /// The image's names, each with a tag.
    public var tags: [String]
    /// The Dockerfile's path in the archive; nil for `Dockerfile`.
    public var dockerfile: String?
    /// The stage to build; nil for the last.
    public var target: String?
    /// Values for the Dockerfile's ARG.
    public var arguments: [String: String] = [:]
    /// Labels of the image. Podman puts them on the images of its cache too.
    public var labels: [String: String] = [:]
    /// Entries for the steps' `/etc/hosts`, `NAME:ADDRESS`.
    public var extraHosts: [String] = []
    /// Whether base images are pulled even when they are there.
    public var pullsBaseImages = false
    /// Whether steps may be taken from the cache.
    public var usesCache = true

    /// For the registries that base images come from; see ``RegistryCredentialStore/all()``.
    public var credentials: [RegistryCredentials] = []

    /// Builds the archive's `Dockerfile`.
    public init(tags: [String]) { self.tags = tags }
}
