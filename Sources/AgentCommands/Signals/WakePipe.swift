import Glibc

/// A pipe of our own through which one thread wakes another that waits in `poll` or `read`. Neither end blocks a writer.
final class WakePipe: Sendable {
    /// Where the sleeping thread reads or polls.
    let readEnd: CInt
    /// Where others write.
    let writeEnd: CInt

    /// nil when the process has no descriptors left.
    init?() {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(writeEnd, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Sends one byte. A full pipe wakes as well as one more byte would.
    func send(_ byte: UInt8) {
        var byte = byte
        _ = write(writeEnd, &byte, 1)
    }

    /// Waits for a byte.
    func receive() -> UInt8 {
        var byte: UInt8 = 0
        while read(readEnd, &byte, 1) != 1 {}
        return byte
    }
}
