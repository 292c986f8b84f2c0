import EngineAPI
import Glibc

/// Whether the engine sees this host's files under the same paths as this process. An engine in a container or a
/// virtual machine does not.
struct SharedFiles: Sendable {
    let engine: EngineClient

    /// - Parameter path: a file or folder of this host; where it is not there, the nearest folder above it is looked at.
    func areShared(at path: String) async throws -> Bool {
        guard engine.address.remoteHost == nil else { return false }
        guard case .unix(let socket) = engine.address else {
            // A TCP port does not tell which process listens. But an engine in a container says that container's host
            // name, not this host's.
            return try await engine.system.info().name == HostSystem.name
        }
        // The process that called listen(2): the engine, or systemd in its place.
        guard let process = Self.listener(at: socket) else { return true }
        // 0: the process is in another process namespace, so it does not see the host as we do.
        guard process > 0 else { return false }
        var own = stat()
        var theirs = stat()
        var path = path
        while stat(path, &own) != 0 {
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return true }
            path = String(path[..<slash])
        }
        guard stat("/proc/\(process)/root\(path)", &theirs) == 0 else {
            // We may not look into a process of root's; that is an engine of this host, used by somebody else.
            return errno == EACCES || errno == EPERM
        }
        return own.st_dev == theirs.st_dev && own.st_ino == theirs.st_ino
    }

    /// The process that listens at a Unix socket: `SO_PEERCRED` of unix(7). Nil when it cannot be asked.
    static func listener(at path: String) -> Int32? {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { return nil }
        return SocketPeer.process(of: descriptor)
    }
}
