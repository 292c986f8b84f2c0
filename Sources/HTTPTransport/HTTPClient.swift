public import HTTPTypes
public import Logging

/// An HTTP/1.1 client on libcurl: one thread, one pool of kept connections.
///
/// Any number of requests run at the same time. The thread starts with the first of them, and ends with ``shutdown()``
/// or when the client and every stream of it are dropped. Redirects are not followed, no proxy is used unless allowed,
/// no credentials are looked up, and `Expect: 100-continue` is never sent.
public final class HTTPClient: Sendable {
    private let loop: TransferLoop

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - tls: Whom to trust and who we are on `https` endpoints; nil for the system's certificates.
    ///   - allowsProxies: Whether `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` are honoured on TCP endpoints.
    ///   - logger: Logs each transfer at trace level.
    public init(tls: TLSConfiguration? = nil, allowsProxies: Bool = false, logger: Logger? = nil) {
        loop = TransferLoop(options: TransferOptions(tls: tls, allowsProxies: allowsProxies, logger: logger))
    }

    deinit { loop.shutdown() }

    /// Sends a request, and returns when the head of its response is complete; any status is a response.
    ///
    /// `request.path` goes out as it is written, path and query; it must be percent-encoded already. `Content-Length`,
    /// `Transfer-Encoding`, `Expect` and `Host` are the client's own (`Host` from `request.authority`, else the endpoint).
    /// A request that meets a kept connection just closed by the peer is sent again on a new one if its method is
    /// idempotent and its body is not half sent; else it fails with ``HTTPTransportError/Code/connectionClosed``.
    ///
    /// - Throws: ``HTTPTransportError``, or `CancellationError` when the task is cancelled, which ends the transfer at once.
    public nonisolated(nonsending) func send(
        _ request: HTTPRequest, to endpoint: HTTPEndpoint, body: HTTPRequestBody = .none,
        timeouts: HTTPTimeouts = .default
    ) async throws -> HTTPResponseStream {
        let wire = try WireRequest(request, to: endpoint, body: body.wireBody, timeouts: timeouts)
        try Task.checkCancellation()
        let exchange = Exchange(wire, loop: loop, outbound: body.needsBuffer ? OutboundBuffer() : nil)
        if case .stream(let sequence, let length) = body { exchange.produce(sequence, length: length) }
        let source = BodySource(exchange, client: self)
        let head: HTTPResponse = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                loop.submit(.start(Call(exchange: exchange, waiter: .request(continuation))))
            }
        } onCancel: {
            exchange.cancel()
        }
        return HTTPResponseStream(head: head, body: HTTPBodyStream(source: source))
    }

    /// Asks the server to give the connection over to another protocol.
    ///
    /// `Connection: Upgrade` and `Upgrade: tcp` are added where the request does not name its own. After 101, or 200
    /// without a framed body, the connection is ours. ``HTTPTimeouts/idle`` and ``HTTPTimeouts/total`` then go on to
    /// hold for it.
    ///
    /// - Throws: ``HTTPTransportError``, or `CancellationError` when the task is cancelled, which ends the transfer at once.
    public nonisolated(nonsending) func upgrade(
        _ request: HTTPRequest, to endpoint: HTTPEndpoint, body: [UInt8] = [], timeouts: HTTPTimeouts = .default
    ) async throws -> HTTPUpgrade {
        let wire = try WireRequest(
            request, to: endpoint, body: body.isEmpty ? .none : .bytes(body), timeouts: timeouts)
        try Task.checkCancellation()
        let exchange = Exchange(wire, loop: loop, outbound: OutboundBuffer())
        let source = BodySource(exchange, client: self)
        let answer: Call.UpgradeAnswer = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                loop.submit(.start(Call(exchange: exchange, waiter: .upgrade(continuation))))
            }
        } onCancel: {
            exchange.cancel()
        }
        switch answer {
        case .hijacked(let head): return .connection(head, HijackedConnection(source: source))
        case .refused(let head, let body): return .refused(head, body: body)
        }
    }

    /// Ends every transfer with ``HTTPTransportError/Code/shutdown``, closes all connections, and waits for the thread to
    /// end, which takes a few milliseconds at most. Later requests fail with the same code.
    public func shutdown() {
        loop.shutdown()
    }
}

extension HTTPRequestBody {
    /// Bodies that come in pieces go through a buffer between the tasks and the thread.
    fileprivate var needsBuffer: Bool {
        if case .stream = self { true } else { false }
    }

    fileprivate var wireBody: WireRequest.Body {
        switch self {
        case .none: .none
        case .bytes(let bytes): .bytes(bytes)
        case .stream(_, let length): .stream(length: length)
        }
    }
}
