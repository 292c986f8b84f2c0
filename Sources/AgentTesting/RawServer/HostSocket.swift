internal import Glibc

/// A Unix socket of this process at a path, as a service of the host has one; nobody accepts. Its file goes with it.
public final class HostSocket: Sendable {
    /// The path of its file.
    public let path: String
    private let descriptor: Int32

    /// Binds a socket.
    ///
    /// - Parameter path: at most 107 bytes, in a folder that is there.
    /// - Throws: ``RawServerError``.
    public init(at path: String) throws {
        self.path = path
        descriptor = try RawSocket.bindDeaf(path)
    }

    deinit {
        close(descriptor)
        unlink(path)
    }
}
