import AgentTesting
import EngineAPI
import HTTPTransport

extension RawServer {
    /// A server that answers every request as an engine answers a ping.
    static func pinging(_ server: String, libpod: String? = nil, api: String = "1.47") throws -> RawServer {
        try RawServer { connection in
            while true {
                _ = try connection.receiveHead()
                try connection.send(
                    "HTTP/1.1 200 OK\r\nApi-Version: \(api)\r\nServer: \(server)\r\n"
                        + (libpod.map { "Libpod-API-Version: \($0)\r\n" } ?? "") + "Content-Length: 2\r\n\r\nOK")
            }
        }
    }
}

extension EngineError {
    /// What a socket that may not be opened gives.
    static var denied: EngineError {
        EngineError(
            .transport, "reach the engine",
            underlying: [
                HTTPTransportError(
                    .permissionDenied, "permission denied", endpoint: .unix(path: "/var/run/docker.sock"),
                    request: "GET /_ping")
            ])
    }
}
