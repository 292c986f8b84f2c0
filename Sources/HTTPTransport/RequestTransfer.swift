import CCurl
import CCurlShims
import Glibc
import HTTPTypes

/// One request on libcurl, from its options to its last byte. Lives on the loop's thread.
final class RequestTransfer {
    let exchange: Exchange
    let handle: EasyHandle
    private let clock: LoopClock
    private let fieldLines: FieldLineCache
    private(set) var limits: TransferLimits
    /// Set by the callbacks, cleared by the driver: there is something to hand over.
    var isTouched = false
    /// Set by the callbacks: a byte came or went since the limits were last looked at.
    private var isActive = false

    private var waiter: CheckedContinuation<HTTPResponse, any Error>?
    private var parser = ResponseHeadParser()
    private var head: HTTPResponse?
    private var outgoing: ArraySlice<UInt8> = []
    private var isReceivingPaused = false
    private var isSendingPaused = false
    private var attempts = 0
    private var uploaded: Int64 = 0
    /// Why a callback told libcurl to stop.
    private var failure: HTTPTransportError?

    init(
        _ exchange: Exchange, waiter: CheckedContinuation<HTTPResponse, any Error>, handle: EasyHandle,
        clock: LoopClock, fieldLines: FieldLineCache
    ) {
        self.exchange = exchange
        self.waiter = waiter
        self.handle = handle
        self.clock = clock
        self.fieldLines = fieldLines
        limits = TransferLimits(exchange.request.timeouts, startingAt: clock.now)
    }

    var request: WireRequest { exchange.request }

    // MARK: What tasks ask

    /// The reader has made room.
    func resumeReceiving() {
        guard isReceivingPaused else { return }
        isReceivingPaused = false
        applyPauses()
    }

    /// The writer has queued bytes, or their end.
    func resumeSending() {
        guard isSendingPaused else { return }
        isSendingPaused = false
        applyPauses()
    }

    /// Closes the sending half of the connection, which is of no use for another request then.
    ///
    /// - Returns: false where its socket is not known for certain: only that of a streamed body is sure to be its own, and TCP may
    ///   have tried several.
    func hangUp() -> Bool {
        guard case .unix = request.endpoint, case .stream = request.body, let socket = handle.ownSocket else {
            return false
        }
        handle.set(CURLOPT_FORBID_REUSE, 1)
        return shutdown(socket, CInt(SHUT_WR)) == 0
    }

    private func applyPauses() {
        limits.paused(isReceivingPaused || isSendingPaused, at: clock.now)
        let receiving = isReceivingPaused ? CURLPAUSE_RECV : 0
        let sending = isSendingPaused ? CURLPAUSE_SEND : 0
        // Its result shows in the transfer's own: a write that fails in here ends the transfer.
        _ = curl_easy_pause(handle.pointer, receiving | sending)
    }

    // MARK: What libcurl calls

    /// A connection stands and the request is about to be sent: for the first time, or again on another connection when a
    /// kept one turned out to be closed. Again only if doing it twice is harmless.
    func connected() -> Bool {
        attempts += 1
        limits.connected(at: clock.now)
        guard attempts > 1, !request.isIdempotent else { return true }
        failure = request.error(
            .connectionClosed,
            "the peer closed the connection before it answered; the request may have been carried out")
        return false
    }

    /// One line of a head, or of the trailers.
    func received(line: UnsafeRawBufferPointer) -> Bool {
        isActive = true
        do {
            if let head = try parser.read(line: line, cache: fieldLines) {
                self.head = head
                limits.headCame()
                isTouched = true
            }
            return true
        } catch {
            failure = request.error(.malformedResponse, error.message)
            return false
        }
    }

    /// Bytes of the body; false when there is no room and libcurl must keep them and pause.
    func received(_ bytes: UnsafeRawBufferPointer) -> Bool {
        isActive = true
        isTouched = true
        if exchange.inbound.append(bytes) { return true }
        isReceivingPaused = true
        limits.paused(true, at: clock.now)
        return false
    }

    /// What to send next.
    enum Sending {
        case bytes(Int)
        case pause
        case abort
    }

    /// Fills the buffer with the next bytes of the request's body; no bytes at its end.
    func send(into buffer: UnsafeMutableRawBufferPointer) -> Sending {
        isActive = true
        if outgoing.isEmpty {
            switch exchange.outbound?.next() ?? .end {
            case .chunk(let bytes): outgoing = bytes[...]
            case .end: return .bytes(0)
            case .pause:
                isSendingPaused = true
                limits.paused(true, at: clock.now)
                return .pause
            case .failure(let error):
                failure =
                    error as? HTTPTransportError
                    ?? request.error(.requestBodyFailed, "the request's body failed: \(error)", cause: error)
                return .abort
            }
        }
        let count = min(buffer.count, outgoing.count)
        outgoing.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
        outgoing = outgoing.dropFirst(count)
        return .bytes(count)
    }

    // MARK: What the driver asks

    /// Hands over what came since the last round: one wake-up for a head and all of the body that is there.
    func flush() {
        isTouched = false
        if let head, let waiter {
            self.waiter = nil
            waiter.resume(returning: head)
        }
        if exchange.inbound.flush() { resumeReceiving() }
    }

    /// Which limit has passed, if one has.
    func expired() -> HTTPTransportError? {
        if isActive {
            isActive = false
            limits.active(at: clock.now)
        }
        guard let code = limits.expired(at: clock.now) else { return nil }
        if code == .idleTimedOut {
            // libcurl takes a body in blocks; the system may still be sending the last one byte by byte.
            let sent = handle.uploadedBytes
            if sent > uploaded {
                uploaded = sent
                limits.active(at: clock.now)
                return nil
            }
        }
        return request.timeout(code, isWithinBody: head != nil)
    }

    /// libcurl is done with the transfer.
    func complete(_ result: CURLcode) {
        if result == CURLE_OK, head != nil {
            end(nil)
        } else if let failure {
            end(failure)
        } else {
            end(
                request.error(
                    for: result, message: handle.message(for: result), systemError: handle.systemError,
                    isWithinBody: head != nil))
        }
    }

    /// The transfer is over: whoever waits is told. Nothing of the body is kept back for `discarding` ends.
    func end(_ error: (any Error)?, discarding: Bool = false) {
        exchange.end(error, discarding: discarding)
        guard let waiter else { return }
        self.waiter = nil
        if let head, !discarding {
            waiter.resume(returning: head)
        } else {
            waiter.resume(throwing: error ?? request.error(.malformedResponse, "the response has no head"))
        }
    }
}
