import Glibc
import SystemPackage

/// Keeps other commands on this host from making up the same container name, until it is given back or the process ends.
///
/// A name is bound to an abstract Unix socket (unix(7)): the kernel lets one process have it, leaves no file behind, and frees it
/// with the process.
final class NameReservation: Sendable {
    private let socket: FileDescriptor

    /// - Returns: nil when another one has the name.
    /// - Throws: `Errno` when there can be no socket.
    init?(_ name: String) throws(Errno) {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        // From here on it is closed with the instance, which goes when there is nothing to return.
        socket = FileDescriptor(rawValue: descriptor)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // An abstract name begins with a zero byte.
        let path = Array("\0aac-runtime/\(name)".utf8.prefix(MemoryLayout.size(ofValue: address.sun_path)))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout.size(ofValue: address.sun_family) + path.count)
        let result = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard result != 0 else { return }
        let reason = Errno(rawValue: errno)
        guard reason == .addressInUse else { throw reason }
        return nil
    }

    deinit { try? socket.close() }
}
