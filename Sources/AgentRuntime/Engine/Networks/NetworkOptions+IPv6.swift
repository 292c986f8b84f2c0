extension NetworkOptions {
    /// The kernel's settings of a container without IPv6; nil on a host that has none.
    ///
    /// A network without IPv6 is not enough on Podman: the interface has a link-local address, and reaches the bridge's, on which
    /// services of the host listen. Docker sets this by itself.
    static let withoutIPv6: [String: String]? = {
        let settings = ["all", "default"].map { "net.ipv6.conf.\($0).disable_ipv6" }
        guard HostFile.exists("/proc/sys/net/ipv6/conf/all/disable_ipv6") else { return nil }
        return Dictionary(settings.map { ($0, "1") }) { first, _ in first }
    }()
}

extension NetworkOptions.Mode {
    /// Whether the network is a bridge that nobody chose; who wants IPv6 names a network of their own that has it.
    var isOurs: Bool {
        switch self {
        case .engineDefault, .project: true
        case .host, .none, .named: false
        }
    }
}
