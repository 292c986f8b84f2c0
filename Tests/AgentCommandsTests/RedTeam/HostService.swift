import Glibc
import SystemPackage

/// A socket of this host that listens on a free port of every address, or of the loopback's alone, and never accepts.
final class HostService: Sendable {
    let port: Int
    private let descriptor: Int32

    init(isPrivate: Bool = false) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        if isPrivate { address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        let failure = errno
        self.descriptor = descriptor
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isListening else { throw Errno(rawValue: failure) }
    }

    deinit { close(descriptor) }

    /// An address of this host of no interface whose name begins so, and not the loopback's.
    static func address(besides prefixes: [String]) -> String? {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return nil }
        defer { freeifaddrs(first) }
        for entry in sequence(first: first, next: { $0?.pointee.ifa_next }) {
            guard let entry = entry?.pointee, let address = entry.ifa_addr, Int32(address.pointee.sa_family) == AF_INET,
                entry.ifa_flags & UInt32(8) == 0  // IFF_LOOPBACK
            else { continue }
            let name = String(cString: entry.ifa_name)
            guard !prefixes.contains(where: name.hasPrefix) else { continue }
            var text = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            if getnameinfo(address, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 {
                return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
            }
        }
        return nil
    }
}
