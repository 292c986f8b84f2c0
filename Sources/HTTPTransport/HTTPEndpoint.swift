/// Where a request connects to.
public enum HTTPEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// How a TCP connection talks.
    public enum Scheme: String, Sendable, Hashable {
        /// Plain HTTP.
        case http
        /// HTTP over TLS.
        case https
    }

    /// A Unix socket, by its path (at most 107 bytes, as sockaddr_un(7) allows), or by its abstract name after an `@`; plain HTTP unless
    /// given. The Host field is `localhost`.
    case unix(path: String, scheme: Scheme = .http)
    /// A TCP port. `host` is a name, an IPv4 address, or an IPv6 address without brackets.
    case tcp(scheme: Scheme, host: String, port: Int)

    /// `unix:///run/engine.sock`, `http://host:2375` or `https://[::1]:2376`.
    public var description: String {
        switch self {
        case .unix(let path, _): "unix://\(path)"
        case .tcp(let scheme, let host, let port):
            "\(scheme.rawValue)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        }
    }

    /// What libcurl connects to: scheme and authority, without a path.
    var origin: String {
        switch self {
        case .unix(_, let scheme): "\(scheme.rawValue)://localhost"
        case .tcp: description
        }
    }

    /// The Host field that libcurl writes by itself; nil where it has to be set.
    var defaultAuthority: String? {
        if case .unix = self { "localhost" } else { nil }
    }

    var usesTLS: Bool {
        switch self {
        case .unix(_, let scheme), .tcp(let scheme, _, _): scheme == .https
        }
    }
}
