import FoundationEssentials
public import HTTPTransport
import HTTPTypes

extension ContainerEndpoints {
    /// Looks at a path in a container: `HEAD /containers/{id}/archive`.
    /// - Throws: ``EngineError``, `notFound` without the path or the container.
    public func stat(_ id: String, path: String) async throws -> ContainerFile {
        var call = EngineCall.get("/containers/{id}/archive", id, to: "look at '\(path)' in container")
        call.method = .head
        call.query.add("path", path)
        let response = try await engine.send(call)
        _ = try await engine.collect(response, of: call)
        guard let field = HTTPField.Name("X-Docker-Container-Path-Stat"), let text = response.head.headerFields[field],
            let json = Data(base64Encoded: text)
        else { throw EngineError(.decoding, in: call, message: "the answer does not describe the path") }
        return try engine.decode(ContainerFile.self, from: Array(json), of: call)
    }

    /// A file or folder of a container as a tar archive: `GET /containers/{id}/archive`.
    public func archive(_ id: String, path: String) async throws -> ByteStream {
        var call = EngineCall.get("/containers/{id}/archive", id, to: "read '\(path)' from container", limit: .stream)
        call.query.add("path", path)
        return try await engine.stream(call)
    }

    /// Unpacks a tar archive into a folder of a container: `PUT /containers/{id}/archive`.
    ///
    /// Not for secrets, and not for containers that are not trusted: the engine unpacks it on the host.
    public func extract(_ archive: HTTPRequestBody, into id: String, path: String) async throws {
        var call = EngineCall.get("/containers/{id}/archive", id, to: "write to '\(path)' in container", limit: .stream)
        call.method = .put
        call.query.add("path", path)
        try await engine.perform(call, body: archive, contentType: "application/x-tar")
    }
}
