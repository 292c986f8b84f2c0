import Glibc
import SystemPackage

/// A TCP socket that never blocks: connect(2) is begun, and poll(2) without waiting tells whether it has ended.
final class StreamSocket {
    private let descriptor: Int32

    /// Begins to connect to a numeric address, IPv4 or IPv6.
    init(connectingTo host: String, port: Int) throws(Errno) {
        var four = sockaddr_in()
        var six = sockaddr_in6()
        let isFour = inet_pton(AF_INET, host, &four.sin_addr) == 1
        guard isFour || inet_pton(AF_INET6, host, &six.sin6_addr) == 1, let number = UInt16(exactly: port) else {
            throw .invalidArgument
        }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(isFour ? AF_INET : AF_INET6, kind, 0)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        self.descriptor = descriptor
        four.sin_family = sa_family_t(AF_INET)
        four.sin_port = number.bigEndian
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = number.bigEndian
        let result = isFour ? Self.connect(descriptor, &four) : Self.connect(descriptor, &six)
        guard result == 0 || errno == EINPROGRESS else { throw Errno(rawValue: errno) }
    }

    deinit { close(descriptor) }

    /// Whether connect(2) has ended, well or not.
    var isWritable: Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&request, 1, 0) > 0
    }

    /// Why connect(2) failed; nil when it did not.
    var pendingError: Errno? {
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        return code == 0 ? nil : Errno(rawValue: code)
    }

    private static func connect<Address>(_ descriptor: Int32, _ address: inout Address) -> Int32 {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}
