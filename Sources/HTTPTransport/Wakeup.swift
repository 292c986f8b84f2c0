import CCurl
import CCurlShims
import Glibc

/// An eventfd(2) that ends the thread's wait: closed with its last reference, so that no late signal hits another file.
final class Wakeup: Sendable {
    let descriptor: Int32

    /// Nil when the process has no descriptor left; `errno` says so.
    init?() {
        descriptor = aac_eventfd()
        if descriptor < 0 { return nil }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func signal() {
        var one: UInt64 = 1
        while write(descriptor, &one, 8) < 0, errno == EINTR {}
    }

    func clear() {
        var count: UInt64 = 0
        while read(descriptor, &count, 8) < 0, errno == EINTR {}
    }

    /// Blocks until there is a signal, and clears it.
    func wait() {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&request, 1, -1) < 0, errno == EINTR {}
        clear()
    }
}
