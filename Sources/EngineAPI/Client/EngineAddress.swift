public import HTTPTransport

/// Where an engine listens.
public enum EngineAddress: Sendable, Hashable, CustomStringConvertible {
    /// A Unix socket, by absolute path.
    case unix(path: String)
    /// Plain HTTP over TCP. Whoever reaches this port owns the engine's host.
    case tcp(host: String, port: Int)
    /// HTTPS, usually with a client certificate.
    case tls(host: String, port: Int, TLSConfiguration)

    /// `unix:///path`, `tcp://host:port`, or `tcp://host:port` with TLS said in brackets.
    public var description: String {
        switch self {
        case .unix(let path): "unix://\(path)"
        case .tcp(let host, let port): "tcp://\(Self.bracketed(host)):\(port)"
        case .tls(let host, let port, _): "https://\(Self.bracketed(host)):\(port)"
        }
    }

    /// Where the transport connects to.
    var endpoint: HTTPEndpoint {
        switch self {
        case .unix(let path): .unix(path: path)
        case .tcp(let host, let port): .tcp(scheme: .http, host: host, port: port)
        case .tls(let host, let port, _): .tcp(scheme: .https, host: host, port: port)
        }
    }

    /// The TLS files, for `tls` only.
    var tlsConfiguration: TLSConfiguration? {
        if case .tls(_, _, let configuration) = self { configuration } else { nil }
    }

    /// The path of the Unix socket; nil for engines that are reached over TCP.
    public var socket: String? {
        if case .unix(let path) = self { path } else { nil }
    }

    /// The host's own name where the engine runs elsewhere, nil for Unix sockets and loopback.
    public var remoteHost: String? {
        switch self {
        case .unix: nil
        case .tcp(let host, _), .tls(let host, _, _):
            host == "localhost" || host == "::1" || host.hasPrefix("127.") ? nil : host
        }
    }

    private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
