import Glibc

/// The network namespaces of this host's processes (network_namespaces(7)).
enum NetworkNamespace {
    /// Whether another process is in this process's network namespace. The kernel makes the files of `/proc/PID/net` anew for each
    /// namespace, with numbers of their own; anybody may look at those, unlike at `/proc/PID/ns`.
    static func isOwn(ofProcess process: Int) -> Bool {
        var own = stat()
        var other = stat()
        guard stat("/proc/self/net/tcp", &own) == 0, stat("/proc/\(process)/net/tcp", &other) == 0 else { return false }
        return own.st_dev == other.st_dev && own.st_ino == other.st_ino
    }

    /// Whether a pair of virtual interfaces leads from this process's namespace into that of another process (rtnetlink(7),
    /// `RTM_GETNSID`): the kernel numbers the namespaces that an interface of ours leads to.
    ///
    /// An engine can have a namespace of its own, between ours and its containers'; its bridges and rules cannot be seen then.
    static func isJoined(toThatOf process: Int) -> Bool {
        guard let process = UInt32(exactly: process) else { return false }
        // 0 is NETLINK_ROUTE.
        let netlink = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard netlink >= 0 else { return false }
        defer { close(netlink) }
        let (getNamespace, newNamespace): (UInt16, UInt16) = (90, 88)
        let (idAttribute, processAttribute): (UInt16, UInt16) = (1, 2)
        var question: [UInt8] = []
        func add(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value) { question += $0 } }
        // nlmsghdr: length, type, flags (NLM_F_REQUEST), sequence, port; rtgenmsg, padded; nlattr with its value.
        add(UInt32(28))
        add(getNamespace)
        add(UInt16(1))
        add(UInt32(1))
        add(UInt32(0))
        add(UInt32(0))
        add(UInt16(8))
        add(processAttribute)
        add(process)
        var answer = [UInt8](repeating: 0, count: 256)
        guard send(netlink, question, question.count, 0) == question.count else { return false }
        let count = recv(netlink, &answer, answer.count, 0)
        guard count >= 28 else { return false }
        return answer.withUnsafeBytes { bytes in
            func value<Value: FixedWidthInteger>(_ place: Int, _: Value.Type) -> Value {
                bytes.loadUnaligned(fromByteOffset: place, as: Value.self)
            }
            guard value(4, UInt16.self) == newNamespace, value(22, UInt16.self) == idAttribute else { return false }
            return value(24, Int32.self) >= 0
        }
    }
}
