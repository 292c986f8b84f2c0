import AgentTesting
import HTTPTransport
import HTTPTypes

/// A GET of a path.
func get(_ path: String = "/") -> HTTPRequest {
    HTTPRequest(method: .get, scheme: nil, authority: nil, path: path)
}

/// A POST to a path.
func post(_ path: String = "/") -> HTTPRequest {
    HTTPRequest(method: .post, scheme: nil, authority: nil, path: path)
}

/// The transport's error that the work ends with; nil when it ends well, or with another error.
func transportError(_ work: () async throws -> Void) async -> HTTPTransportError? {
    do {
        try await work()
        return nil
    } catch {
        return error as? HTTPTransportError
    }
}

extension HTTPClient {
    /// Sends a request and reads the whole body.
    func exchange(
        _ request: HTTPRequest, with endpoint: HTTPEndpoint, body: HTTPRequestBody = .none,
        timeouts: HTTPTimeouts = .default
    ) async throws -> (status: Int, body: String) {
        let response = try await send(request, to: endpoint, body: body, timeouts: timeouts)
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return (response.head.status.code, String(decoding: bytes, as: UTF8.self))
    }
}

/// Answers every request of a connection with the same bytes.
func answering(_ response: String) -> RawServer.Script {
    { connection in
        while true {
            _ = try connection.receiveHead()
            try connection.send(response)
        }
    }
}

let okResponse = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
