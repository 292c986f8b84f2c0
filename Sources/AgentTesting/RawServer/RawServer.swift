public import Diagnostics
internal import Glibc
public import HTTPTransport
internal import Synchronization

/// A server for tests that answers exactly the bytes a script says: garbage, half a response, nothing.
///
/// It listens on a Unix socket in a folder of its own, or on a free port of 127.0.0.1. Every connection runs the script on
/// a thread of its own, so a script may block; its connection closes when it returns. ``stop()``, or dropping the
/// server, ends everything and removes the socket.
///
/// ```swift
/// let server = try RawServer { connection in
///     _ = try connection.receiveHead()
///     try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")
/// }
/// ```
public final class RawServer: Sendable {
    /// What a server listens on.
    public enum Listening: Sendable, CaseIterable {
        /// A Unix socket.
        case unix
        /// A free port of 127.0.0.1.
        case tcp
    }

    /// What a connection runs. An error it throws ends the connection, as every script ends with a peer that goes away.
    public typealias Script = @Sendable (RawConnection) throws -> Void

    private struct State {
        var connections: [RawConnection] = []
        var threads: [RawThread] = []
        var isStopped = false
    }

    /// Where clients connect to.
    public let endpoint: HTTPEndpoint
    private let listener: Int32
    private let directory: String?
    private let shared = Shared()

    /// What the accepting thread shares with the server, so that it does not keep the server itself alive.
    private final class Shared: Sendable {
        let state = Mutex(State())
        let stopping: RawGate?

        init() { stopping = try? RawGate() }
    }

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - listening: A Unix socket or a TCP port.
    ///   - accepts: False for a server that never accepts, whose backlog holds one or two connections and then is full.
    ///   - script: What every connection runs.
    /// - Throws: ``RawServerError`` when the system gives no socket.
    public init(_ listening: Listening = .unix, accepts: Bool = true, script: @escaping Script) throws {
        let socket: (descriptor: Int32, endpoint: HTTPEndpoint, directory: String?) =
            switch listening {
            case .unix: try RawSocket.listenUnix(backlog: accepts ? 64 : 0)
            case .tcp: try RawSocket.listenTCP(backlog: accepts ? 64 : 0)
            }
        listener = socket.descriptor
        endpoint = socket.endpoint
        directory = socket.directory
        guard accepts else { return }
        let thread = try RawThread { [listener, shared] in Self.accept(listener, shared, script) }
        shared.state.withLock { $0.threads.append(thread) }
    }

    deinit { stop() }

    /// The connections so far, in the order they came.
    public var connections: [RawConnection] {
        shared.state.withLock { $0.connections }
    }

    /// Ends all connections and scripts, waits for their threads, and removes the socket.
    public func stop() {
        let running = shared.state.withLock { state -> State? in
            guard !state.isStopped else { return nil }
            state.isStopped = true
            return state
        }
        guard let running else { return }
        shared.stopping?.open()
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in running.connections { connection.interrupt() }
        for thread in running.threads { thread.join() }
        for thread in shared.state.withLock({ $0.threads.dropFirst(running.threads.count) }) { thread.join() }
        close(listener)
        RawSocket.remove(endpoint, directory)
    }

    private static func accept(_ listener: Int32, _ shared: Shared, _ script: @escaping Script) {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            if descriptor < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            RawSocket.closeOnExec(descriptor)
            shared.state.withLock { state in
                let connection = RawConnection(
                    descriptor, index: state.connections.count, stopping: shared.stopping)
                guard !state.isStopped else { return connection.close() }
                state.connections.append(connection)
                let thread = try? RawThread {
                    try? script(connection)
                    connection.scriptEnded()
                }
                if let thread { state.threads.append(thread) } else { connection.close() }
            }
        }
    }
}

/// A system call of a ``RawServer`` failed, or its peer went away while a script still expected bytes.
public struct RawServerError: ReportableError {
    /// What was tried, such as `bind`.
    public var operation: String
    /// The system's error number; 0 when the peer closed, or the server was stopped.
    public var errno: Int32

    /// `raw-server.failed`.
    public var reportCode: String { "raw-server.failed" }
    /// What was tried and how it ended.
    public var summary: String { errno == 0 ? "\(operation): the peer is gone" : "\(operation): error \(errno)" }
}
