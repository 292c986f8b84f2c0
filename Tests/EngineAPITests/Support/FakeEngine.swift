import AgentTesting
import EngineAPI
import HTTPTransport

extension RawServer {
    /// Where it listens, for an engine's client.
    var address: EngineAddress {
        switch endpoint {
        case .unix(let path, _): .unix(path: path)
        case .tcp(_, let host, let port): .tcp(host: host, port: port)
        }
    }

    /// A server that answers pings as an engine does, and everything else as `answer` says; a connection ends when
    /// `answer` throws.
    static func engine(
        version: String = "1.41", answer: @escaping @Sendable (String, RawConnection) throws -> Void = { _, _ in }
    ) throws -> RawServer {
        try RawServer { connection in
            while true {
                let head = try connection.receiveHead()
                let line = String(head.prefix { $0 != "\r\n" })
                if line.contains("/_ping") {
                    try connection.send(
                        "HTTP/1.1 200 OK\r\nApi-Version: \(version)\r\nServer: Docker/20.10.0 (linux)\r\n"
                            + "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 2\r\n\r\nOK")
                } else {
                    try answer(line, connection)
                }
            }
        }
    }
}

/// What a script throws to end its connection.
struct HangUp: Error {}
