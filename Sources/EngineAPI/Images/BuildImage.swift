public import HTTPTransport
import HTTPTypes

extension ImageEndpoints {
    /// Builds an image from a Dockerfile: `POST /build`, with the classic builder of Docker, with its BuildKit, or with Podman's
    /// Buildah.
    ///
    /// Steps' containers are removed, also after a failure. Ending the stream early ends the build: Docker kills the step at
    /// hand, Podman lets it end first.
    ///
    /// BuildKit gets no session here, so it has neither secrets nor an SSH agent nor credentials for registries.
    ///
    /// - Parameters:
    ///   - context: the folder as a tar archive, plain or compressed with gzip, bzip2 or xz. BuildKit takes it for a Dockerfile
    ///     when it begins with an extended header, and removes nothing that a `.dockerignore` names.
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
        switch request.builder {
        case .classic: break
        case .buildKit: call.query.add("version", "2")
        }
        call.query.add("buildid", request.id)
        call.query.add("rm", true)
        call.query.add("forcerm", true)
        // BuildKit asks its session for them.
        if request.builder == .classic, !request.credentials.isEmpty {
            call.headers[.known("X-Registry-Config")] = try RegistryCredentials.headerValue(of: request.credentials)
        }
        let response = try await engine.send(call, body: context, contentType: "application/x-tar")
        return BuildStream(bytes: ByteStream(response.body, of: call))
    }
}

extension ImageEndpoints {
    /// Ends a build that BuildKit carries out: `POST /build/cancel`.
    ///
    /// - Parameter id: the build's ``ImageBuildRequest/id``. One that is not known, or has ended, is no error.
    public func cancelBuild(_ id: String) async throws {
        var call = EngineCall.post("/build/cancel", to: "cancel the build")
        call.query.add("id", id)
        try await engine.perform(call)
    }
}

/// What a builder says, as it comes. Dropping it, or cancelling its reader, ends the build.
public struct BuildStream: AsyncSequence, Sendable {
    let bytes: ByteStream

    /// Lets the engine know that the build is not wanted any more, and goes on reading: Docker ends the step at hand and then the
    /// stream, so that its end is that of the build. Podman goes on with its step.
    public func hangUp() { bytes.hangUp() }

    /// Begins reading.
    public func makeAsyncIterator() -> Iterator {
        Iterator(messages: JSONStream<BuildMessage>(bytes: bytes).makeAsyncIterator())
    }

    /// Reads a ``BuildStream``; throws ``EngineError``.
    public struct Iterator: AsyncIteratorProtocol {
        var messages: JSONStream<BuildMessage>.Iterator

        /// The next message, or nil at the end.
        public mutating func next() async throws -> BuildMessage? { try await messages.next() }
    }
}
