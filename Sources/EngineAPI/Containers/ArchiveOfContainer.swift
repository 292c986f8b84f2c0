import FoundationEssentials
public import HTTPTransport
import HTTPTypes

extension ContainerEndpoints {
    /// What a path of a container is: `HEAD /containers/{id}/archive`.
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

/// What a path of a container is.
public struct ContainerFile: Sendable, Hashable, Decodable {
    /// Its name, the last part of the path.
    public var name: String
    /// Its size in bytes.
    public var size: Int64
    /// The permission bits, such as `0o755`.
    public var permissions: Int
    /// Whether it is a folder.
    public var isDirectory: Bool
    /// What it points at, for a symbolic link.
    public var linkTarget: String?

    enum CodingKeys: String, CodingKey {
        case name, size, mode, linkTarget
    }

    /// Decodes; the mode is Go's `os.FileMode`, whose highest bit marks a folder.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container[.name, or: ""]
        size = try container[.size, or: 0]
        let mode: UInt32 = try container[.mode, or: 0]
        permissions = Int(mode & 0o777)
        isDirectory = mode & 0x8000_0000 != 0
        let target: String = try container[.linkTarget, or: ""]
        linkTarget = target.isEmpty ? nil : target
    }
}
