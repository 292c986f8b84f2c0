import HTTPTransport
import HTTPTypes
import Logging

/// A connection to one engine, negotiated; every endpoint family hangs off it.
///
/// All calls share one pool of kept connections. A client is made by ``connect(to:timeouts:logger:)`` or by
/// ``EngineDiscovery``.
public final class EngineClient: Sendable {
    /// Where the engine listens.
    public let address: EngineAddress
    /// Docker or Podman.
    public let kind: EngineKind
    /// The version of the API spoken with it, in every path.
    public let apiVersion: APIVersion
    /// The engine's own version, such as `20.10.24+dfsg1`, from its `Server` header; nil where it sends none.
    public let serverVersion: String?
    /// Whether images can be built with BuildKit; see ``ImageBuildRequest/builder``.
    public let hasBuildKit: Bool
    /// The limits for calls.
    public let timeouts: EngineTimeouts

    let http: HTTPClient
    let logger: Logger?
    private let prefix: String

    init(
        address: EngineAddress, ping: EngineIdentity, apiVersion: APIVersion, timeouts: EngineTimeouts,
        http: HTTPClient, logger: Logger?
    ) {
        self.address = address
        kind = ping.kind
        self.apiVersion = apiVersion
        serverVersion = ping.serverVersion
        hasBuildKit = ping.hasBuildKit
        self.timeouts = timeouts
        self.http = http
        self.logger = logger
        prefix = "/v\(apiVersion)"
    }

    /// Ends every transfer of this client and its thread. Later calls fail with code `transport`.
    public func shutdown() { http.shutdown() }

    /// Sends a call and returns its answer with a good status: 2xx, or one of `accepted`.
    func send(
        _ call: EngineCall, body: HTTPRequestBody = .none, contentType: String? = nil, accepting accepted: Set<Int> = []
    ) async throws -> HTTPResponseStream {
        let request = try request(for: call, contentType: contentType)
        do {
            let response = try await http.send(
                request, to: address.endpoint, body: body, timeouts: timeouts.http(for: call.limit))
            let status = response.head.status.code
            logger?.trace("\(call.method) \(call.template) \(status)")
            if (200...299).contains(status) || accepted.contains(status) { return response }
            throw EngineError(status: status, body: try await response.body.collect(upTo: 1 << 20), in: call)
        } catch {
            throw EngineError.wrapping(error, in: call)
        }
    }

    /// Makes a call whose answer has nothing to read; returns the status.
    @discardableResult
    func perform(
        _ call: EngineCall, body: HTTPRequestBody = .none, contentType: String? = nil, accepting accepted: Set<Int> = []
    ) async throws -> Int {
        let response = try await send(call, body: body, contentType: contentType, accepting: accepted)
        // The body is read to its end, so that the connection goes back to the pool.
        _ = try await collect(response, of: call)
        return response.head.status.code
    }

    /// Makes a call with a JSON body whose answer has nothing to read; returns the status.
    @discardableResult
    func perform(_ call: EngineCall, json: some Encodable) async throws -> Int {
        try await perform(call, body: .bytes(EngineJSON.encode(json)), contentType: "application/json")
    }

    /// Makes a call that answers with a JSON document.
    func decode<Answer: Decodable>(_ type: Answer.Type = Answer.self, from call: EngineCall) async throws -> Answer {
        let response = try await send(call)
        return try decode(type, from: try await collect(response, of: call), of: call)
    }

    /// Makes a call with a JSON body that answers with a JSON document.
    func decode<Answer: Decodable>(
        _ type: Answer.Type = Answer.self, from call: EngineCall, json: some Encodable
    ) async throws -> Answer {
        let response = try await send(call, body: .bytes(EngineJSON.encode(json)), contentType: "application/json")
        return try decode(type, from: try await collect(response, of: call), of: call)
    }

    /// Decodes an answer that was read already.
    func decode<Answer: Decodable>(_ type: Answer.Type, from bytes: [UInt8], of call: EngineCall) throws -> Answer {
        do { return try EngineJSON.decode(type, from: bytes) } catch { throw EngineError.wrapping(error, in: call) }
    }

    /// Reads a whole answer; 64 MiB at most.
    func collect(_ response: HTTPResponseStream, of call: EngineCall) async throws -> [UInt8] {
        do { return try await response.body.collect(upTo: 64 << 20) } catch {
            throw EngineError.wrapping(error, in: call)
        }
    }

    /// Makes a call whose answer is read as it comes. `headComesLate`: the engine sends not even the head before there is
    /// something to say, so this does not wait for it.
    func stream(_ call: EngineCall, headComesLate: Bool = false) async throws -> ByteStream {
        guard headComesLate else { return ByteStream(try await send(call).body, of: call) }
        return ByteStream(PendingResponse { try await self.send(call).body }, of: call)
    }

    /// Makes a call that turns the connection into a two-way stream.
    func hijack(_ call: EngineCall, json: (any Encodable)? = nil) async throws -> HijackedConnection {
        let body = try json.map { try EngineJSON.encode($0) }
        let request = try request(for: call, contentType: body == nil ? nil : "application/json")
        do {
            switch try await http.upgrade(
                request, to: address.endpoint, body: body ?? [], timeouts: timeouts.http(for: call.limit))
            {
            case .connection(let head, let connection):
                logger?.trace("\(call.method) \(call.template) \(head.status.code)")
                return connection
            case .refused(let head, let body):
                throw EngineError(status: head.status.code, body: body, in: call)
            }
        } catch {
            throw EngineError.wrapping(error, in: call)
        }
    }

    private func request(for call: EngineCall, contentType: String?) throws -> HTTPRequest {
        var fields = call.headers
        if let contentType { fields[.contentType] = contentType }
        return HTTPRequest(
            method: call.method, scheme: nil, authority: nil, path: try call.path(below: prefix), headerFields: fields)
    }
}

extension EngineClient {
    /// The result of `ask`; nil where the engine answers that it has no such object (404).
    package func unlessMissing<Value>(_ ask: () async throws -> Value) async throws -> Value? {
        do { return try await ask() } catch let error as EngineError where error.code == .notFound { return nil }
    }
}
