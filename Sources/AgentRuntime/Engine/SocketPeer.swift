import Glibc

/// Who is at the other end of a Unix socket: `SO_PEERCRED` of unix(7).
enum SocketPeer {
    /// The process that connected, or called listen(2); 0 where it is in another process namespace, nil when it cannot be asked.
    static func process(of socket: Int32) -> Int32? {
        // pid, uid and gid of struct ucred, which the C library declares for _GNU_SOURCE alone.
        var peer: (pid: Int32, uid: UInt32, gid: UInt32) = (0, 0, 0)
        var size = socklen_t(MemoryLayout.size(ofValue: peer))
        guard getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 else { return nil }
        return peer.pid
    }
}
