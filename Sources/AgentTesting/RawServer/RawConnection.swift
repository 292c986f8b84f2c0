internal import Glibc
internal import Synchronization

/// One connection of a ``RawServer``. Its calls block; scripts use them on their own thread.
public final class RawConnection: Sendable {
    private struct State {
        var received: [UInt8] = []
        var unread: ArraySlice<UInt8> = []
        var isClosed = false
    }

    /// Which of the server's connections it is, from 0.
    public let index: Int
    let descriptor: Int32
    private let stopping: RawGate?
    private let ended = try? RawGate()
    private let state = Mutex(State())
    /// Only this much is recorded, so that a test may send a gigabyte.
    private static let recordLimit = 1024 * 1024

    /// POLLRDHUP of poll(2), which Swift's Glibc leaves out.
    private static let pollPeerClosed: Int16 = 0x2000

    init(_ descriptor: Int32, index: Int, stopping: RawGate?) {
        self.descriptor = descriptor
        self.index = index
        self.stopping = stopping
    }

    deinit { close() }

    /// What the peer has sent and the script has taken from the system, up to 1 MiB.
    public var received: [UInt8] { state.withLock { $0.received } }

    /// `received` as text.
    public var receivedText: String { String(decoding: received, as: UTF8.self) }

    /// Waits, without blocking a thread of the task's pool, until the script has ended; a minute at most.
    public func whenEnded() async throws {
        try await ended?.opened()
    }

    // MARK: Receiving

    /// Waits for a request's head; returns it with its empty line.
    public func receiveHead() throws -> String {
        var head: [UInt8] = []
        while !head.ends(with: "\r\n\r\n".utf8) { head += try receive(1) }
        return String(decoding: head, as: UTF8.self)
    }

    /// Waits for exactly so many bytes.
    public func receive(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count { bytes += try receiveSome(upTo: count - bytes.count) }
        return bytes
    }

    /// Waits until the peer ends its direction; returns how many bytes came.
    @discardableResult public func receiveToEnd() throws -> Int {
        var count = 0
        do {
            while true { count += try receiveSome(upTo: .max).count }
        } catch let error as RawServerError where error.errno == 0 {
            return count
        }
    }

    /// Waits for at least one byte.
    public func receiveSome(upTo limit: Int = 64 * 1024) throws -> [UInt8] {
        let kept = state.withLock { state -> [UInt8] in
            let bytes = Array(state.unread.prefix(limit))
            state.unread = state.unread.dropFirst(bytes.count)
            return bytes
        }
        guard kept.isEmpty else { return kept }
        let bytes = try readFromSystem()
        state.withLock { state in
            let room = Self.recordLimit - state.received.count
            if room > 0 { state.received += bytes.prefix(room) }
            state.unread = bytes.dropFirst(limit)
        }
        return Array(bytes.prefix(limit))
    }

    /// Gives bytes back, to be received again before all others.
    func putBack(_ bytes: ArraySlice<UInt8>) {
        if !bytes.isEmpty { state.withLock { $0.unread = bytes + $0.unread } }
    }

    private func readFromSystem() throws -> [UInt8] {
        try wait(for: descriptor, Int16(POLLIN), "recv")
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, initialized in
            repeat { count = recv(descriptor, buffer.baseAddress, buffer.count, 0) } while count < 0 && errno == EINTR
            initialized = max(count, 0)
        }
        guard count >= 0 else { throw RawServerError(operation: "recv", errno: errno) }
        guard count > 0 else { throw RawServerError(operation: "recv", errno: 0) }
        return bytes
    }

    // MARK: Sending

    /// Sends the text as it is.
    public func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    /// Sends the bytes; waits while the peer takes none.
    public func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: descriptor, Int16(POLLOUT), "send")
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else { throw RawServerError(operation: "send", errno: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends one byte at a time, with a pause before each.
    public func drip(_ text: String, every pause: Duration) throws { try drip(Array(text.utf8), every: pause) }

    /// Sends one byte at a time, with a pause before each.
    public func drip(_ bytes: [UInt8], every pause: Duration) throws {
        for byte in bytes {
            var request = pollfd(fd: stopping?.readEnd ?? -1, events: Int16(POLLIN), revents: 0)
            poll(&request, 1, Int32(pause / .milliseconds(1)))
            try send([byte])
        }
    }

    // MARK: Waiting and ending

    /// Does nothing for so long, or throws when the server stops.
    func pause(_ time: Duration) throws {
        let end = ContinuousClock.now + time
        var request = pollfd(fd: stopping?.readEnd ?? -1, events: Int16(POLLIN), revents: 0)
        while true {
            let left = max(0, ContinuousClock.now.duration(to: end) / .milliseconds(1))
            switch poll(&request, 1, Int32(left.rounded(.up))) {
            case 0: return
            case 1...: throw RawServerError(operation: "pause", errno: 0)
            default: if errno != EINTR { throw RawServerError(operation: "poll", errno: errno) }
            }
        }
    }

    /// Waits until the test opens the gate, or throws when the server stops.
    public func wait(for gate: RawGate) throws {
        try wait(for: gate.readEnd, Int16(POLLIN), "wait")
    }

    /// Sends nothing and reads nothing until the peer is gone, or throws when the server stops.
    public func stall() throws {
        try wait(for: descriptor, Self.pollPeerClosed, "stall")
    }

    /// Ends our direction; the other one stays open.
    public func closeWrite() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Closes at once with a reset, where the transport has one (TCP).
    public func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Closes the connection; nothing happens when it is closed.
    public func close() {
        let wasClosed = state.withLock { state in
            defer { state.isClosed = true }
            return state.isClosed
        }
        if !wasClosed { Glibc.close(descriptor) }
    }

    func scriptEnded() {
        close()
        ended?.open()
    }

    /// Wakes the script with an end of file.
    func interrupt() {
        state.withLock { state in
            if !state.isClosed { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// Waits until this connection or `other` has something to receive or is closed by its peer.
    ///
    /// - Parameters:
    ///   - listensHere: whether to wait for something to receive here.
    ///   - noticesEnd: whether the peer's end of its own direction here counts, too.
    /// - Returns: what happened here and there, as poll(2) says it.
    func waitForEither(
        _ other: RawConnection, listensHere: Bool, noticesEnd: Bool = false
    ) throws -> (here: Int16, there: Int16) {
        if listensHere, hasUnread { return (Int16(POLLIN), 0) }
        if other.hasUnread { return (0, Int16(POLLIN)) }
        var requests = [
            pollfd(
                fd: descriptor, events: (listensHere ? Int16(POLLIN) : 0) | (noticesEnd ? Self.pollPeerClosed : 0),
                revents: 0),
            pollfd(fd: other.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stopping?.readEnd ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&requests, 3, -1) < 0 {
            guard errno == EINTR else { throw RawServerError(operation: "poll", errno: errno) }
        }
        if requests[2].revents != 0 { throw RawServerError(operation: "poll", errno: 0) }
        return (requests[0].revents, requests[1].revents)
    }

    private var hasUnread: Bool { state.withLock { !$0.unread.isEmpty } }

    /// Whether the peer has closed both directions.
    var isHungUp: Bool {
        var request = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&request, 1, 0) > 0 && request.revents & Int16(POLLHUP | POLLERR) != 0
    }

    private func wait(for descriptor: Int32, _ events: Int16, _ operation: String) throws {
        var requests = [
            pollfd(fd: descriptor, events: events, revents: 0),
            pollfd(fd: stopping?.readEnd ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&requests, 2, -1) < 0 {
            guard errno == EINTR else { throw RawServerError(operation: operation, errno: errno) }
        }
        if requests[1].revents != 0 { throw RawServerError(operation: operation, errno: 0) }
    }
}

extension [UInt8] {
    fileprivate func ends(with suffix: String.UTF8View) -> Bool {
        suffix.count <= count && self.suffix(suffix.count).elementsEqual(suffix)
    }
}
