/// One call that went through a ``FaultProxy``.
public struct ProxiedCall: Sendable, Hashable {
    /// Its place in the order of arrival, from 1.
    public var index: Int
    /// The method, such as `POST`.
    public var method: String
    /// The request's target as the client wrote it, with version and query.
    public var target: String
    /// The engine's status; nil before it answered, and where it never saw the call.
    public var status: Int?
    /// Whether the engine's answer has a body that the client reads; false before it answered.
    public var hasBody = false
    /// Whether that body came in chunks.
    public var isChunked = false

    init(index: Int, method: String, target: String) {
        self.index = index
        self.method = method
        self.target = target
    }

    /// The path without the API's version and the query: `/containers/create`.
    public var path: String {
        let path = target.prefix { $0 != "?" }
        let parts = path.split(separator: "/", maxSplits: 1)
        guard let first = parts.first, first.first == "v", first.dropFirst().first?.isNumber == true, parts.count == 2
        else { return String(path) }
        return "/" + parts[1]
    }

    /// Whether the engine reports progress in the answer, and an error at its end: builds, pulls, pushes, loads.
    public var reportsProgress: Bool {
        method == "POST"
            && (path == "/build" || path == "/images/create" || path == "/images/load" || path.hasSuffix("/push"))
    }

    /// Whether the answer lasts as long as there is something to tell: waits, logs, events, statistics, attached streams.
    public var isOpenEnded: Bool {
        let last = path.split(separator: "/").last ?? ""
        return ["wait", "logs", "events", "stats", "attach"].contains(last)
            || (path.hasPrefix("/exec/") && last == "start")
    }
}

extension ProxiedCall: CustomStringConvertible {
    /// The method and path.
    public var description: String { "\(method) \(path)" }
}
