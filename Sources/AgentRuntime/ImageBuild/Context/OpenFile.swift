import Glibc
import SystemPackage

/// A file descriptor that is closed with its owner.
final class OpenFile {
    let descriptor: Int32

    /// Opens `name` in the folder `parent`, or the path `name` where there is no parent. A symbolic link is not followed
    /// inside a parent, so that an exchanged file cannot lead out of the context.
    ///
    /// - Throws: `Errno`.
    init(_ name: [UInt8], in parent: OpenFile?, isFolder: Bool) throws(Errno) {
        // Without O_NONBLOCK, a pipe put in a file's place would block for ever.
        var flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK
        if isFolder { flags |= O_DIRECTORY }
        if parent != nil { flags |= O_NOFOLLOW }
        let descriptor = Self.retrying { openat(parent?.descriptor ?? AT_FDCWD, name.cString, flags) }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// What the descriptor is open on.
    func status() throws(Errno) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Errno(rawValue: errno) }
        return status
    }

    /// What is at `name` in this folder, without following a link.
    func status(of name: [UInt8]) throws(Errno) -> stat {
        var status = stat()
        guard fstatat(descriptor, name.cString, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw Errno(rawValue: errno) }
        return status
    }

    /// Where the link `name` in this folder points.
    func target(of name: [UInt8]) throws(Errno) -> [UInt8] {
        var capacity = 256
        while true {
            var failure: Int32 = 0
            let target = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                let length = buffer.withMemoryRebound(to: CChar.self) { bytes in
                    bytes.baseAddress.map { readlinkat(descriptor, name.cString, $0, capacity) } ?? 0
                }
                failure = length < 0 ? errno : 0
                count = max(0, length)
            }
            if failure != 0 { throw Errno(rawValue: failure) }
            if target.count < capacity { return target }
            capacity *= 2
        }
    }

    /// At most `limit` of the next bytes; none at the end of the file.
    func read(upTo limit: Int) throws(Errno) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            let length = Self.retrying { Glibc.read(descriptor, buffer.baseAddress, limit) }
            failure = length < 0 ? errno : 0
            count = max(0, length)
        }
        if failure != 0 { throw Errno(rawValue: failure) }
        return bytes
    }

    /// The names in this folder, sorted by their bytes.
    func names() throws(Errno) -> [[UInt8]] {
        // The stream closes its descriptor, so it gets one of its own.
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw Errno(rawValue: errno) }
        guard let stream = fdopendir(copy) else {
            let failure = errno
            close(copy)
            throw Errno(rawValue: failure)
        }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw Errno(rawValue: errno) }
                break
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}

extension [UInt8] {
    /// The bytes as C wants a path.
    fileprivate var cString: [CChar] { map { CChar(bitPattern: $0) } + [0] }
}
