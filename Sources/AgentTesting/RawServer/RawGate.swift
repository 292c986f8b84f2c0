internal import Glibc

/// A door between a test and a script: closed until somebody opens it, then open for good.
///
/// A script waits with ``RawConnection/wait(for:)``, a test with ``opened()``. It is a pipe, so that a wait can end with
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
    public func opened() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let thread = try? RawThread { [self] in
                var request = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
                while poll(&request, 1, -1) < 0, errno == EINTR {}
                continuation.resume()
            }
            if let thread { thread.detach() } else { continuation.resume() }
        }
    }
}
