import AgentRuntime
import Glibc
import Synchronization

/// Waits on a thread of its own until nobody reads any more what is written to a descriptor: the other end of a pipe or a socket
/// is closed. Of a file and of a terminal that is there, never.
final class ReaderWatch: Sendable {
    private static let end: UInt8 = 0
    private static let long = Duration.seconds(1_000_000_000)

    /// A duplicate: the thread may still wait when the one that it was made of is closed.
    private let descriptor: CInt
    private let wake = WakePipe()

    init(descriptor: CInt) { self.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }

    deinit { close(descriptor) }

    /// - Returns: whether the reader is gone; false when the task was cancelled before.
    func isGone() async -> Bool {
        let (answers, answer) = AsyncStream.makeStream(of: Bool.self)
        let isStarted = SystemThread.start { [self] in
            answer.yield(wait())
            answer.finish()
        }
        let isGone = await withTaskCancellationHandler {
            guard isStarted else { return false }
            for await isGone in answers { return isGone }
            return false
        } onCancel: {
            wake?.send(Self.end)
        }
        // Where nobody can watch, the next write finds out.
        if !isGone { try? await Task.sleep(for: Self.long) }
        return isGone
    }

    private func wait() -> Bool {
        guard let wake, descriptor >= 0 else { return false }
        // Without events only errors and hang-ups are told.
        var requests = [
            pollfd(fd: descriptor, events: 0, revents: 0), pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            guard poll(&requests, 2, -1) >= 0 || errno == EINTR else { return false }
            if requests[1].revents != 0 { return false }
            if Int32(requests[0].revents) & (POLLERR | POLLHUP) != 0 { return true }
            if requests[0].revents != 0 { return false }
        }
    }
}
