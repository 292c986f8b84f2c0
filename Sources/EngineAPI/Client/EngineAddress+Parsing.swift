public import HTTPTransport

extension EngineAddress {
    /// Parses what `DOCKER_HOST` may hold: `unix://`, `tcp://`, `http://`, `https://`, or an absolute path.
    ///
    /// The port defaults to 2375, with TLS to 2376.
    /// - Parameters:
    ///   - text: the address.
    ///   - tls: the files for TLS; `tcp://` then means TLS as well.
    /// - Throws: ``EngineError`` with code `invalidAddress`; for `ssh://` its hint says what to do instead.
    public init(parsing text: String, tls: TLSConfiguration? = nil) throws {
        if text.hasPrefix("/") {
            self = .unix(path: text)
            return
        }
        guard let mark = text.firstRange(of: "://") else {
            throw Self.invalid(text, "it has no scheme", hint: "write unix:///path/to/socket or tcp://host:port")
        }
        let rest = String(text[mark.upperBound...])
        switch text[..<mark.lowerBound].lowercased() {
        case "unix":
            guard rest.hasPrefix("/") else {
                throw Self.invalid(text, "the socket's path is not absolute", hint: "write unix:///path/to/socket")
            }
            self = .unix(path: rest)
        case "tcp":
            let place = try Self.hostAndPort(rest, in: text, defaultPort: tls == nil ? 2375 : 2376)
            self = tls.map { .tls(host: place.host, port: place.port, $0) } ?? .tcp(host: place.host, port: place.port)
        case "http":
            let place = try Self.hostAndPort(rest, in: text, defaultPort: 2375)
            self = .tcp(host: place.host, port: place.port)
        case "https":
            let place = try Self.hostAndPort(rest, in: text, defaultPort: 2376)
            self = .tls(host: place.host, port: place.port, tls ?? TLSConfiguration())
        case "ssh":
            throw Self.invalid(
                text, "ssh:// is not spoken here",
                hint: "forward the socket, then use the forwarded one: "
                    + "ssh -nNT -L /tmp/engine.sock:/var/run/docker.sock HOST, and DOCKER_HOST=unix:///tmp/engine.sock")
        case let scheme:
            throw Self.invalid(
                text, "'\(scheme)' is not a known scheme", hint: "use unix://, tcp://, http:// or https://")
        }
    }

    /// The address that `DOCKER_HOST` names, with TLS from `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH`; nil when unset.
    ///
    /// TLS is on when either of the two is set; the peer is verified when `DOCKER_TLS_VERIFY` is not empty, as in
    /// Docker's own clients. The files are `ca.pem`, `cert.pem`, `key.pem` in `DOCKER_CERT_PATH`, else `~/.docker`.
    /// - Throws: ``EngineError`` with code `invalidAddress`.
    public init?(environment: [String: String]) throws {
        guard let host = environment["DOCKER_HOST"], !host.isEmpty else { return nil }
        try self.init(parsing: host, tls: TLSConfiguration(environment: environment))
    }

    private static func hostAndPort(_ rest: String, in text: String, defaultPort: Int) throws -> (
        host: String, port: Int
    ) {
        var authority = Substring(rest)
        if authority.hasSuffix("/") { authority.removeLast() }
        if authority.contains("/") { throw invalid(text, "a path after the port is not supported", hint: nil) }
        if authority.contains("@") { throw invalid("(not shown)", "user names do not belong here", hint: nil) }
        var port = defaultPort
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]"),
            authority.hasPrefix("[") || authority.firstIndex(of: ":") == colon
        {
            guard let number = Int(authority[authority.index(after: colon)...]), (1...65535).contains(number) else {
                throw invalid(text, "the port is not a number from 1 to 65535", hint: nil)
            }
            port = number
            authority = authority[..<colon]
        }
        if authority.hasPrefix("["), authority.hasSuffix("]") { authority = authority.dropFirst().dropLast() }
        guard !authority.isEmpty, authority.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else {
            throw invalid(text, "it names no host", hint: "write tcp://host:port")
        }
        return (String(authority), port)
    }

    private static func invalid(_ text: String, _ reason: String, hint: String?) -> EngineError {
        EngineError(.invalidAddress, "use engine address '\(text)'", message: reason, hint: hint)
    }
}

extension TLSConfiguration {
    /// From `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH`; nil when neither is set.
    init?(environment: [String: String]) {
        let verify = environment["DOCKER_TLS_VERIFY"].map { !$0.isEmpty } ?? false
        let certificatePath = environment["DOCKER_CERT_PATH"] ?? ""
        guard verify || !certificatePath.isEmpty else { return nil }
        let folder = certificatePath.isEmpty ? "\(environment["HOME"] ?? "")/.docker" : certificatePath
        self.init(
            caFile: "\(folder)/ca.pem", certificateFile: "\(folder)/cert.pem", keyFile: "\(folder)/key.pem",
            verifyPeer: verify)
    }
}
