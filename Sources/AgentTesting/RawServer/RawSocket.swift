internal import Glibc
internal import HTTPTransport

/// Makes the sockets that a ``RawServer`` listens on.
enum RawSocket {
    typealias Listener = (descriptor: Int32, endpoint: HTTPEndpoint, directory: String?)

    static func listenUnix(backlog: Int32) throws -> Listener {
        let directory = try TestFolder.make()
        let path = directory + "/socket"
        var address = unixAddress(path)
        let descriptor = try open(AF_UNIX)
        try withUnsafeBytes(of: &address) { try bind(descriptor, $0, backlog) }
        return (descriptor, .unix(path: path), directory)
    }

    /// Connects to a Unix socket; the descriptor is the caller's.
    static func connectUnix(_ path: String) throws -> Int32 {
        let descriptor = try open(AF_UNIX)
        var address = unixAddress(path)
        let result = withUnsafeBytes(of: &address) {
            connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t($0.count))
        }
        guard result == 0 else {
            let number = errno
            close(descriptor)
            throw RawServerError(operation: "connect", errno: number)
        }
        return descriptor
    }

    /// A Unix socket on which nobody listens, so that connections to it are refused; the descriptor is the caller's.
    static func bindDeaf(_ path: String) throws -> Int32 {
        let descriptor = try open(AF_UNIX)
        var address = unixAddress(path)
        let result = withUnsafeBytes(of: &address) {
            Glibc.bind(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t($0.count))
        }
        guard result == 0 else {
            let number = errno
            close(descriptor)
            throw RawServerError(operation: "bind", errno: number)
        }
        return descriptor
    }

    private static func unixAddress(_ path: String) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            // One byte stays for the zero at the end.
            buffer.copyBytes(from: path.utf8.prefix(buffer.count - 1))
        }
        return address
    }

    static func listenTCP(backlog: Int32) throws -> Listener {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let descriptor = try open(AF_INET)
        try withUnsafeBytes(of: &address) { try bind(descriptor, $0, backlog) }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { throw RawServerError(operation: "getsockname", errno: errno) }
        let port = Int(UInt16(bigEndian: address.sin_port))
        return (descriptor, .tcp(scheme: .http, host: "127.0.0.1", port: port), nil)
    }

    static func remove(_ endpoint: HTTPEndpoint, _ directory: String?) {
        if case .unix(let path, _) = endpoint { unlink(path) }
        if let directory { rmdir(directory) }
    }

    static func closeOnExec(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    private static func open(_ family: Int32) throws -> Int32 {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw RawServerError(operation: "socket", errno: errno) }
        return descriptor
    }

    private static func bind(_ descriptor: Int32, _ address: UnsafeRawBufferPointer, _ backlog: Int32) throws {
        let generic = address.assumingMemoryBound(to: sockaddr.self).baseAddress
        guard Glibc.bind(descriptor, generic, socklen_t(address.count)) == 0, listen(descriptor, backlog) == 0 else {
            let number = errno
            close(descriptor)
            throw RawServerError(operation: "bind", errno: number)
        }
    }
}
