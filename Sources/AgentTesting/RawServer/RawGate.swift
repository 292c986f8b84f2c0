internal import Glibc

/// A door between a test and a script: closed until somebody opens it, then open for good.
///
/// A script waits with ``RawConnection/wait(for:)``, a test with ``opened(within:)``. It is a pipe, so that a wait can end with
/// the connection or the server as well.
public final class RawGate: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    /// Creates a closed gate. Throws ``RawServerError`` when the process has no descriptor left.
    public init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw RawServerError(operation: "pipe", errno: errno) }
        for end in ends { RawSocket.closeOnExec(end) }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Lets everybody through, now and later.
    public func open() {
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    /// Waits, without blocking a thread of the task's pool, until the gate is open.
    ///
    /// - Parameter limit: How long at most, so that a test whose gate stays closed fails instead of standing still.
    /// - Throws: ``RawServerError`` with `ETIMEDOUT` when the limit passes.
    public func opened(within limit: Duration = .seconds(60)) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            do {
                try RawThread { [self] in continuation.resume(with: Result { try wait(within: limit) }) }.detach()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    private func wait(within limit: Duration) throws {
        let end = ContinuousClock.now + limit
        var request = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        while true {
            let left = max(0, ContinuousClock.now.duration(to: end) / .milliseconds(1))
            switch poll(&request, 1, Int32(left.rounded(.up))) {
            case 1...: return
            case 0: throw RawServerError(operation: "wait for a gate", errno: ETIMEDOUT)
            default: if errno != EINTR { throw RawServerError(operation: "poll", errno: errno) }
            }
        }
    }
}
