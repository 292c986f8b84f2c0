/// A call that a ``ScriptedEngine`` was asked to carry out.
public struct ScriptedCall: Sendable, Hashable, CustomStringConvertible {
    /// The method, such as `POST`.
    public var method: String
    /// The path without the API's version and the query, as it was escaped: `/containers/create`.
    public var path: String
    /// What follows the path's question mark, as it was escaped; empty without one.
    public var query: String
    /// The body without its framing.
    public var body: [UInt8]

    init(_ request: MessageFraming) {
        let words = request.startLine
        let call = ProxiedCall(index: 0, method: words.first ?? "", target: words.count > 1 ? words[1] : "")
        method = call.method
        path = call.path
        query = String(call.target.drop { $0 != "?" }.dropFirst())
        body = request.payload
    }

    /// The method and path, which is what patterns are compared with.
    public var description: String { "\(method) \(path)" }
}
