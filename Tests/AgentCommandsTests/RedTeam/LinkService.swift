import Dispatch
import Glibc
import SystemPackage

/// A socket of this host that answers datagrams of IPv6 that come to it, also those to everybody on a link.
final class LinkService {
    let port: Int
    private let source: any DispatchSourceRead

    init() throws {
        let descriptor = socket(
            AF_INET6, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard isBound else {
            let failure = errno
            close(descriptor)
            throw Errno(rawValue: failure)
        }
        port = Int(UInt16(bigEndian: address.sin6_port))
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
        source.setEventHandler { Self.answer(descriptor) }
        source.setCancelHandler { close(descriptor) }
        source.resume()
    }

    deinit { source.cancel() }

    private static func answer(_ descriptor: CInt) {
        var sender = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        var byte: UInt8 = 0
        withUnsafeMutablePointer(to: &sender) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                if recvfrom(descriptor, &byte, 1, 0, pointer, &length) >= 0 {
                    _ = sendto(descriptor, "!", 1, 0, pointer, length)
                }
            }
        }
    }
}
