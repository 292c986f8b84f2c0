import Glibc
import Synchronization
import SystemPackage

/// A listening Unix socket without a file (unix(7), "abstract"), which serves this process alone.
final class RelayListener: Sendable {
    /// Its name, as ``/HTTPTransport/HTTPEndpoint`` takes it: after an `@`.
    let name: String
    private let descriptor: Int32

    init() throws(Errno) {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        let family = socklen_t(MemoryLayout<sa_family_t>.size)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var size = socklen_t(MemoryLayout<sockaddr_un>.size)
        // Without a name of ours, the kernel chooses one that nobody has.
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, family) == 0 && listen(descriptor, 1) == 0
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isListening, size > family + 1 else {
            let failure = Errno(rawValue: errno)
            close(descriptor)
            throw failure
        }
        self.descriptor = descriptor
        let bytes = withUnsafeBytes(of: &address.sun_path) { Array($0[1..<Int(size - family)]) }
        name = "@" + String(decoding: bytes, as: UTF8.self)
    }

    deinit { close(descriptor) }

    /// Waits for the next connection of this process, until the task is cancelled.
    func accept() async throws -> RelayConnection {
        while true {
            let connection = Glibc.accept(descriptor, nil, nil)
            if connection >= 0 {
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                _ = fcntl(connection, F_SETFL, O_NONBLOCK)
                let accepted = RelayConnection(connection)
                // Names of this kind have no owner and no mode: anybody can connect.
                if SocketPeer.process(of: connection) == getpid() { return accepted }
                continue
            }
            guard errno == EAGAIN || errno == EINTR else { throw Errno(rawValue: errno) }
            try await Task.sleep(for: RelayConnection.poll)
        }
    }
}

/// One connection. Reading and writing look again and again, since a probe's few bytes are not worth a thread.
final class RelayConnection: Sendable {
    static let poll = Duration.milliseconds(1)
    private static let pieceSize = 16 << 10

    /// -1 once it is closed.
    private let descriptor: Mutex<Int32>

    init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    deinit { close() }

    /// The next bytes; nil at the end.
    func read() async throws -> [UInt8]? {
        var piece = [UInt8](repeating: 0, count: Self.pieceSize)
        while true {
            let (count, error) = descriptor.withLock { file in (Glibc.read(file, &piece, piece.count), errno) }
            if count > 0 { return Array(piece[..<count]) }
            guard count < 0, error == EAGAIN || error == EINTR else { return nil }
            try await Task.sleep(for: Self.poll)
        }
    }

    /// Writes all of it; what the other side does not want any longer is dropped.
    func write(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let (count, error) = rest.withUnsafeBytes { bytes in
                descriptor.withLock { file in
                    (send(file, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)), errno)
                }
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else {
                guard count < 0, error == EAGAIN || error == EINTR else { return }
                try await Task.sleep(for: Self.poll)
            }
        }
    }

    /// Ends it.
    func close() {
        descriptor.withLock { file in
            if file >= 0 { Glibc.close(file) }
            file = -1
        }
    }
}
