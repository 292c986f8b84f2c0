import HTTPTypes

/// One call of an endpoint, before it becomes a request.
struct EngineCall: Sendable {
    /// Which time limit of ``EngineTimeouts`` goes with a call.
    enum Limit: Sendable {
        case request
        /// As `request`, and what the engine itself was told to wait.
        case requestAnd(Duration)
        case lengthy
        case stream
        /// As `stream`, but the engine begins its answer at once.
        case promptStream
    }

    var method: HTTPRequest.Method
    /// The path without version, with at most one `{placeholder}`.
    var template: String
    /// What the call does, as a verb phrase without the object: `start container`.
    var action: String
    /// What stands in for the placeholder.
    var object: String?
    /// What the call is about where the path has no placeholder, for errors.
    var subject: String?
    var query = Query()
    var limit = Limit.request
    var headers = HTTPFields()
    /// Whether it is an endpoint of Podman's own API, which has what the compatible one lacks.
    var isLibpod = false

    /// `GET` of a template; the action is a verb phrase such as `list images`.
    static func get(_ template: String, _ object: String? = nil, to action: String, limit: Limit = .request) -> Self {
        EngineCall(method: .get, template: template, action: action, object: object, limit: limit)
    }

    /// `POST`, likewise.
    static func post(_ template: String, _ object: String? = nil, to action: String, limit: Limit = .request) -> Self {
        EngineCall(method: .post, template: template, action: action, object: object, limit: limit)
    }

    /// `DELETE`, likewise.
    static func delete(
        _ template: String, _ object: String? = nil, to action: String, limit: Limit = .request
    ) -> Self {
        EngineCall(method: .delete, template: template, action: action, object: object, limit: limit)
    }

    /// The action and its object, as errors show it.
    var phrase: String { (object ?? subject).map { "\(action) '\($0)'" } ?? action }

    /// The request's path and query below `prefix`, which is `/v1.41`, or below that of Podman's own API.
    ///
    /// An object that would change the path's shape (empty, or with `.` or `..` as a segment) is refused here, because
    /// engines clean such paths and would answer for another endpoint.
    func path(below prefix: String) throws -> String {
        let prefix = isLibpod ? "/v4.0.0/libpod" : prefix
        guard let object, let open = template.firstIndex(of: "{"), let close = template.firstIndex(of: "}") else {
            return prefix + template + query.encoded
        }
        let segments = object.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }),
            object.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f })
        else {
            throw EngineError(.invalidArgument, in: self, message: "this is not a name or id")
        }
        return prefix + template[..<open] + Query.escaped(object, keeping: "/:@")
            + template[template.index(after: close)...]
            + query.encoded
    }
}
