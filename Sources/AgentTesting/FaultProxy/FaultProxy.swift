internal import HTTPTransport

/// A Unix socket between a client and a real engine, at which calls are counted and one of them goes wrong.
///
/// It understands HTTP/1.1 as engines speak it: kept connections, counted and chunked bodies, answers that come piece by piece
/// (logs, waits, events, builds), and connections that are taken over (attach, exec). Every call counts, `/_ping` too.
///
/// ```swift
/// let proxy = try FaultProxy(to: "/var/run/docker.sock", rule: FaultRule(.replyLost, at: 4))
/// defer { proxy.stop() }
/// // … run what is tested with `--engine \(proxy.host)` …
/// proxy.heal()
/// ```
public final class FaultProxy: Sendable {
    /// Where in a call the proxy stands.
    public enum Moment: String, Sendable, Hashable, CaseIterable {
        /// The engine has not seen the call.
        case beforeExecution
        /// The engine has answered, and the client has not seen that.
        case afterExecution
    }

    /// Told of every call on the thread that carries it, which waits meanwhile; it may block, and kill the client. A client that is gone
    /// when it returns `beforeExecution` has not made the call.
    public typealias Observer = @Sendable (ProxiedCall, Moment) -> Void

    /// How long ``Fault/refused`` lasts where it strikes once.
    public static let refusalTime = Duration.milliseconds(250)

    private let core: FaultProxyCore
    private let server: RawServer

    /// Starts to listen on a socket in a folder of its own.
    ///
    /// - Parameters:
    ///   - engine: the engine's socket: a path, or a path after `unix://`.
    ///   - listening: where it listens.
    ///   - rule: what goes wrong; nothing when nil.
    ///   - observer: told of every call.
    /// - Throws: ``RawServerError`` when the system gives no socket.
    public init(
        to engine: String, listening: RawServer.Listening = .unix, rule: FaultRule? = nil, observer: Observer? = nil
    ) throws {
        let path = engine.hasPrefix("unix://") ? String(engine.dropFirst(7)) : engine
        let core = FaultProxyCore(enginePath: path, rule: rule, observer: observer)
        self.core = core
        server = try RawServer(listening) { try ProxyConnection($0, core).serve() }
        if case .unix(let listening, _) = server.endpoint { core.listens(at: listening) }
    }

    deinit { stop() }

    /// Where clients connect to, as `--engine` and `DOCKER_HOST` take it.
    public var host: String {
        switch server.endpoint {
        case .unix(let path, _): "unix://\(path)"
        case .tcp(_, let host, let port): "tcp://\(host):\(port)"
        }
    }

    /// The calls so far, in the order in which they arrived.
    public var calls: [ProxiedCall] { core.calls }

    /// Ends the fault: later calls go through, and connections are taken again. Calls that hang go on hanging.
    public func heal() { core.heal() }

    /// Returns once no call is under way, or the task is cancelled: what clients that are gone had asked for has been carried out by then.
    public func idle() async { await core.idle() }

    /// Ends every connection and removes the socket.
    public func stop() {
        core.end()
        server.stop()
    }
}
