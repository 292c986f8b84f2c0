import HTTPTypes

/// A request as it goes over the wire: checked, and with the fields that frame it left to the transport.
struct WireRequest: Sendable {
    /// How the body reaches libcurl.
    enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// From the exchange's outbound buffer.
        case stream(length: Int64?)
    }

    let endpoint: HTTPEndpoint
    let timeouts: HTTPTimeouts
    let method: HTTPRequest.Method
    /// The request target as it was given: path and query.
    let target: String
    /// The Host field's value where the request names another than the endpoint's.
    let authority: String?
    let fields: HTTPFields
    let body: Body

    /// Fields that the transport writes itself from the body and the connection.
    private static let framing: [HTTPField.Name] =
        [.contentLength, .transferEncoding, .expect] + (host.map { [$0] } ?? [])
    private static let host = HTTPField.Name("Host")

    init(_ request: HTTPRequest, to endpoint: HTTPEndpoint, body: Body, timeouts: HTTPTimeouts) throws {
        self.endpoint = endpoint
        self.timeouts = timeouts
        self.body = body
        method = request.method
        target = request.path ?? ""
        let authority = request.authority ?? Self.host.flatMap { request.headerFields[$0] }
        self.authority = authority == endpoint.defaultAuthority ? nil : authority
        var fields = request.headerFields
        for name in Self.framing where fields[name] != nil { fields[name] = nil }
        self.fields = fields
        // A space or a line end would let a path write fields, or a second request, of its own.
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), target.hasPrefix("/") || target == "*" else {
            throw error(
                .invalidRequest,
                target.isEmpty
                    ? "the request has no path"
                    : "the path must begin with '/', and all but visible ASCII in it must be percent-encoded")
        }
    }

    /// The method and the path without its query, which may hold what is not for logs.
    var label: String {
        "\(method.rawValue) \(target.prefix { $0 != "?" })"
    }

    /// Whether the other request has the same options but for its target; both without a body.
    func differsOnlyInTarget(from other: WireRequest) -> Bool {
        guard case .none = body, case .none = other.body else { return false }
        return method == other.method && endpoint == other.endpoint && authority == other.authority
            && fields.elementsEqual(other.fields)
    }

    /// Whether sending it twice is the same as sending it once (RFC 9110, section 9.2.2).
    var isIdempotent: Bool {
        switch method {
        case .get, .head, .put, .delete, .options, .trace: true
        default: false
        }
    }

    /// Whether a request of this method without a body says `Content-Length: 0` (RFC 9110, section 8.6).
    var saysEmptyBody: Bool {
        switch method {
        case .post, .put, .patch: true
        default: false
        }
    }

    func error(
        _ code: HTTPTransportError.Code, _ message: String, errno: Int32? = nil, isWithinBody: Bool = false,
        cause: (any Error)? = nil
    ) -> HTTPTransportError {
        HTTPTransportError(
            code, message, endpoint: endpoint, request: label, errno: errno, isWithinBody: isWithinBody, cause: cause)
    }

    func wrongLength(_ length: Int64, _ found: String) -> HTTPTransportError {
        error(.requestBodyFailed, "the request's body was to have \(length) bytes, but \(found)")
    }
}
