import CCurl
import CCurlShims
import HTTPTypes

/// A request that takes its connection over, and then the connection. Lives on the loop's thread.
///
/// libcurl only connects (TLS included) and moves bytes (CURLOPT_CONNECT_ONLY): its own HTTP ends with the response.
final class UpgradeTransfer {
    private enum Phase {
        case connecting
        case readingHead
        case readingRefusal(HTTPResponse, ResponseBodyReader)
        case streaming
        case over
    }

    let request: WireRequest
    let exchange: Exchange
    let handle: EasyHandle
    private let clock: LoopClock
    private(set) var limits: TransferLimits
    /// Whether there is work that poll(2) will not report.
    var isDue = false

    private var waiter: CheckedContinuation<Call.UpgradeAnswer, any Error>?
    private var phase = Phase.connecting
    private var socket: Int32 = -1
    private var head = ResponseHeadReader()
    private var outgoing: ArraySlice<UInt8> = []
    private var isReadingDone = false
    private var isReadingPaused = false
    private var isWritingDone = false
    /// Whether the end of our direction still waits for room in the socket.
    private var isClosingWrite = false
    /// The most bytes of the body of a refusal.
    private static let refusalLimit = 1024 * 1024

    init(
        _ call: Call, waiter: CheckedContinuation<Call.UpgradeAnswer, any Error>, handle: EasyHandle, clock: LoopClock
    ) {
        request = call.request
        exchange = call.exchange
        self.waiter = waiter
        self.handle = handle
        self.clock = clock
        limits = TransferLimits(request.timeouts, startingAt: clock.now)
    }

    var isOver: Bool { if case .over = phase { true } else { false } }

    /// What to wait for on the socket; nil when there is nothing: poll(2) returns at once for a socket whose peer is gone.
    var interest: curl_waitfd? {
        guard socket >= 0, !isOver else { return nil }
        var events: Int32 = 0
        if !isReadingDone, !isReadingPaused { events |= CURL_WAIT_POLLIN }
        if !outgoing.isEmpty || isClosingWrite { events |= CURL_WAIT_POLLOUT }
        guard events != 0 else { return nil }
        return curl_waitfd(fd: socket, events: Int16(truncatingIfNeeded: events), revents: 0)
    }

    /// Sets the options for a connection of its own.
    func configure(_ options: TransferOptions) -> CURLcode {
        handle.setConnection(request, options)
        handle.set(CURLOPT_URL, request.endpoint.origin + "/")
        handle.set(CURLOPT_CONNECT_ONLY, 1)
        handle.set(CURLOPT_FRESH_CONNECT, 1)
        return handle.takeSetUpResult()
    }

    /// libcurl has made the connection, or has failed to.
    func connected(_ result: CURLcode) {
        guard result == CURLE_OK, let socket = handle.activeSocket else {
            return end(
                request.error(
                    for: result, message: handle.message(for: result), systemError: handle.systemError,
                    isWithinBody: false))
        }
        self.socket = socket
        limits.connected(at: clock.now)
        outgoing = request.upgradeMessage[...]
        phase = .readingHead
        isDue = true
    }

    /// Which limit has passed, if one has.
    func expired() -> HTTPTransportError? {
        guard !isOver, let code = limits.expired(at: clock.now) else { return nil }
        return request.timeout(code, isWithinBody: waiter == nil)
    }

    /// Sends and receives what can be without waiting.
    func work(_ scratch: UnsafeMutableRawBufferPointer) {
        isDue = false
        guard socket >= 0 else { return }
        if !isOver { sendAll() }
        if !isOver { receiveAll(scratch) }
        if !isOver { limits.paused(isReadingPaused, at: clock.now) }
        if exchange.inbound.flush() { isDue = true }
        if !isOver, isReadingDone, isWritingDone { end(nil) }
    }

    /// The connection is over: whoever waits is told.
    func end(_ error: (any Error)?, discarding: Bool = false) {
        phase = .over
        exchange.end(error, discarding: discarding)
        waiter?.resume(throwing: error ?? CancellationError())
        waiter = nil
    }

    // MARK: Sending

    private func sendAll() {
        while true {
            if outgoing.isEmpty {
                guard case .streaming = phase, !isWritingDone, takeOutgoing() else { return }
            }
            var sent = 0
            let result = outgoing.withUnsafeBytes { curl_easy_send(handle.pointer, $0.baseAddress, $0.count, &sent) }
            outgoing = outgoing.dropFirst(sent)
            if sent > 0 { limits.active(at: clock.now) }
            if result == CURLE_AGAIN { return }
            guard result == CURLE_OK else { return sendingFailed(result) }
        }
    }

    /// Takes the next bytes from the writers; false when there are none now.
    private func takeOutgoing() -> Bool {
        switch exchange.outbound?.next() ?? .end {
        case .chunk(let bytes):
            outgoing = bytes[...]
            return true
        case .pause: return false
        case .end:
            isClosingWrite = aac_curl_easy_close_write(handle.pointer, socket, request.endpoint.usesTLS ? 1 : 0) == 0
            guard !isClosingWrite else { return false }
            isWritingDone = true
            exchange.outbound?.markSent()
            return false
        case .failure:
            isWritingDone = true
            return false
        }
    }

    /// The peer takes no more. What it has sent before may still be there to read.
    private func sendingFailed(_ result: CURLcode) {
        let error = request.error(
            for: result, message: handle.message(for: result), systemError: handle.systemError,
            isWithinBody: waiter == nil)
        outgoing = []
        isWritingDone = true
        exchange.outbound?.close(error)
        if isReadingDone { end(error) }
    }

    // MARK: Receiving

    private func receiveAll(_ scratch: UnsafeMutableRawBufferPointer) {
        while !isOver, !isReadingDone {
            if case .streaming = phase {
                isReadingPaused = exchange.inbound.isFullAndPauses()
                if isReadingPaused { return }
            }
            var count = 0
            let result = curl_easy_recv(handle.pointer, scratch.baseAddress, scratch.count, &count)
            if result == CURLE_AGAIN { return }
            guard result == CURLE_OK else {
                return end(
                    request.error(
                        .connectionClosed, "the connection broke: \(handle.message(for: result))",
                        errno: handle.systemError, isWithinBody: waiter == nil))
            }
            limits.active(at: clock.now)
            guard count > 0 else { return receivedEnd() }
            do throws(ResponseHeadParser.Malformed) {
                try received(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
            } catch {
                return end(request.error(.malformedResponse, error.message))
            }
        }
    }

    private func received(_ bytes: UnsafeRawBufferPointer) throws(ResponseHeadParser.Malformed) {
        switch phase {
        case .connecting, .over: return
        case .streaming: _ = exchange.inbound.append(bytes)
        case .readingHead:
            guard let (response, rest) = try head.read(bytes) else { return }
            let body = try ResponseBodyReader(response, limit: Self.refusalLimit)
            if response.status.code == 101 || (response.status.code == 200 && !body.isFramed) {
                startStreaming(response)
                if !rest.isEmpty { _ = exchange.inbound.append(rest) }
            } else {
                phase = .readingRefusal(response, body)
                try received(rest)
            }
        case .readingRefusal(let response, var body):
            try body.read(bytes)
            phase = .readingRefusal(response, body)
            if body.isComplete { refuse(response, body.bytes) }
        }
    }

    private func receivedEnd() {
        isReadingDone = true
        switch phase {
        case .connecting, .over: return
        case .streaming: exchange.inbound.finish(nil)
        case .readingHead:
            end(request.error(.connectionClosed, "the peer closed the connection without an answer"))
        case .readingRefusal(let response, let body):
            if body.endsWithConnection {
                refuse(response, body.bytes)
            } else {
                end(
                    request.error(
                        .connectionClosed, "the peer closed the connection within the response's body",
                        isWithinBody: true))
            }
        }
    }

    private func startStreaming(_ response: HTTPResponse) {
        phase = .streaming
        limits.headCame()
        // Writers may have queued bytes already.
        isDue = true
        waiter?.resume(returning: .hijacked(response))
        waiter = nil
    }

    private func refuse(_ response: HTTPResponse, _ body: [UInt8]) {
        waiter?.resume(returning: .refused(response, body: body))
        waiter = nil
        end(nil)
    }
}
