extension SeccompGroup {
    private enum Family {
        static let unix: UInt64 = 1
        static let internet: [UInt64] = [2, 10]
        static let netlink: UInt64 = 16
    }

    /// The bits of a socket's type that are not flags, and their values; see socket(2).
    private enum Kind {
        static let bits: UInt64 = 0xF
        static let stream: UInt64 = 1
        static let datagram: UInt64 = 2
    }

    static let sockets = SeccompGroup(
        "sockets", "use sockets that are open",
        """
        connect accept accept4 bind listen getsockname getpeername getsockopt setsockopt sendto recvfrom sendmsg recvmsg
        sendmmsg recvmmsg shutdown
        """)

    static let localSockets = SeccompGroup(
        "local-sockets", "open Unix sockets", "socket", when: [[.argument(0, is: Family.unix)]])

    static let pairs = SeccompGroup(
        "socket-pairs", "open two connected Unix sockets", "socketpair", when: [[.argument(0, is: Family.unix)]])

    /// Protocols by number: 0 means the usual one, 6 TCP, 17 UDP.
    static let internetSockets = SeccompGroup(
        "internet-sockets",
        "open TCP and UDP sockets; no raw ones, and no other protocol, which would load its kernel module",
        "socket",
        when: Family.internet.flatMap { family in
            [(Kind.stream, 0), (Kind.stream, 6), (Kind.datagram, 0), (Kind.datagram, 17)].map {
                [.argument(0, is: family), .argument(1, masked: Kind.bits, is: $0.0), .argument(2, is: $0.1)]
            }
        })

    /// ICMP is protocol 1, ICMPv6 58.
    static let pingSockets = SeccompGroup(
        "ping-sockets", "send echo requests without privileges", "socket",
        when: zip(Family.internet, [1, 58]).map { family, number in
            [.argument(0, is: family), .argument(1, masked: Kind.bits, is: Kind.datagram), .argument(2, is: number)]
        })

    static let routeSockets = SeccompGroup(
        "route-sockets", "list network interfaces and addresses (NETLINK_ROUTE), as getaddrinfo and Node.js do",
        "socket",
        when: [[.argument(0, is: Family.netlink), .argument(2, is: 0)]])
}
