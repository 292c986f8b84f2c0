import HTTPTypes

extension WireRequest {
    /// The whole request as an upgrade sends it (RFC 9112, section 3).
    var upgradeMessage: [UInt8] {
        var text = "\(method.rawValue) \(target) HTTP/1.1\r\nHost: \(authority ?? endpoint.hostField)\r\n"
        for field in fields { text += "\(field.name.rawName): \(field.value)\r\n" }
        if fields[.connection] == nil { text += "Connection: Upgrade\r\n" }
        if fields[.upgrade] == nil { text += "Upgrade: tcp\r\n" }
        switch body {
        case .bytes(let bytes):
            text += "Content-Length: \(bytes.count)\r\n\r\n"
            return Array(text.utf8) + bytes
        case .none, .stream:
            text += saysEmptyBody ? "Content-Length: 0\r\n\r\n" : "\r\n"
            return Array(text.utf8)
        }
    }
}

extension HTTPEndpoint {
    /// The Host field's value (RFC 9110, section 7.2): without the scheme's own port.
    fileprivate var hostField: String {
        switch self {
        case .unix: return "localhost"
        case .tcp(let scheme, let host, let port):
            let name = host.contains(":") ? "[\(host)]" : host
            return port == (scheme == .http ? 80 : 443) ? name : "\(name):\(port)"
        }
    }
}
