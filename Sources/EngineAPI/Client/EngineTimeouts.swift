import HTTPTransport

/// How long calls to an engine may take. Streams (logs, events, build, pull) have no limit but `connect`; those that an engine
/// answers at once (wait, attach, exec) must also begin within `request`.
public struct EngineTimeouts: Sendable, Hashable {
    /// Until the connection stands; 10 s by default.
    public var connect: Duration
    /// For one call from request to the last byte of its answer; 2 min by default. Calls that wait inside the engine
    /// (stop, restart) get their own waiting time on top.
    public var request: Duration
    /// For calls that make the engine walk its storage (prune, disk usage, image removal); 10 min by default.
    public var lengthy: Duration

    /// Creates limits; each has its default.
    public init(
        connect: Duration = .seconds(10), request: Duration = .seconds(120), lengthy: Duration = .seconds(600)
    ) {
        self.connect = connect
        self.request = request
        self.lengthy = lengthy
    }

    /// The defaults.
    public static let `default` = EngineTimeouts()

    func http(for limit: EngineCall.Limit) -> HTTPTimeouts {
        switch limit {
        case .request: HTTPTimeouts(connect: connect, total: request)
        case .requestAnd(let extra): HTTPTimeouts(connect: connect, total: request + extra)
        case .lengthy: HTTPTimeouts(connect: connect, total: lengthy)
        case .promptStream: HTTPTimeouts(connect: connect, head: request)
        case .stream: HTTPTimeouts(connect: connect, total: nil)
        }
    }
}
