import Glibc

/// The IPv4 networks that this process's interfaces are on themselves: getifaddrs(3).
struct LocalLinks: Sendable {
    private var networks: [(address: UInt32, mask: UInt32)] = []

    init() {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return }
        defer { freeifaddrs(first) }
        var next = first
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard let address = Self.number(entry.ifa_addr), let mask = Self.number(entry.ifa_netmask), mask != 0 else {
                continue
            }
            networks.append((address & mask, mask))
        }
    }

    /// Whether an address is on one of them, so that no gateway carries what is sent there.
    func lead(to address: String) -> Bool {
        var parsed = in_addr()
        guard inet_pton(AF_INET, address, &parsed) == 1 else { return false }
        return networks.contains { parsed.s_addr & $0.mask == $0.address }
    }

    /// In network byte order.
    private static func number(_ pointer: UnsafeMutablePointer<sockaddr>?) -> UInt32? {
        guard let pointer, pointer.pointee.sa_family == sa_family_t(AF_INET) else { return nil }
        return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_addr.s_addr }
    }
}
