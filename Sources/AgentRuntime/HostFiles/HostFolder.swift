import CProcessShims
import Glibc
package import SystemPackage

/// A folder of ours on this host, which is opened once and checked then. Everything in it is reached from the open
/// folder, one name at a time. So nothing elsewhere is read, written or removed, even when somebody exchanges a folder
/// above it or puts a link into it.
package final class HostFolder: Sendable {
    /// How names are looked up.
    enum Lookup: Sendable, CaseIterable {
        /// By openat2(2): the kernel itself refuses links, and what lies outside or on another file system.
        case kernel
        /// By openat(2), where openat2(2) is missing: only one name is looked up at a time, and it may not be a link.
        case steps
    }

    /// The path, for messages and for what is handed to an engine.
    package let path: String
    private let descriptor: CInt
    private let device: dev_t
    private let lookup: Lookup

    private init(_ descriptor: CInt, _ path: String, _ lookup: Lookup) {
        var status = stat()
        fstat(descriptor, &status)
        self.descriptor = descriptor
        self.path = path
        self.lookup = lookup
        device = status.st_dev
    }

    deinit { close(descriptor) }

    /// Opens a folder by its path, of which the last name must be ours: others may neither own it nor write to it, nor replace it.
    ///
    /// - Parameter mode: makes it with this mode where it is not there; nil: it is not made.
    /// - Returns: nil when it is not there.
    /// - Throws: ``HostFileError``.
    static func open(_ path: String, making mode: UInt32? = nil, lookup: Lookup = .kernel) throws -> HostFolder? {
        let whole = FilePath(path)
        guard let name = whole.lastComponent?.string else { throw HostFileError(path: path, reason: "it is no folder") }
        let above = whole.removingLastComponent().string
        let descriptor = Glibc.open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if mode == nil, errno == ENOENT { return nil }
            throw HostFileError(path: above, number: errno)
        }
        let parent = HostFolder(descriptor, above, lookup)
        var status = stat()
        fstat(descriptor, &status)
        let isShared = status.st_mode & 0o002 != 0
        guard status.st_uid == 0 || status.st_uid == geteuid(), !isShared || status.st_mode & S_ISVTX != 0 else {
            throw HostFileError(path: above, reason: "others could replace what is in it")
        }
        // A folder of ours can be a mount of its own, as in a container that starts others on its host's engine.
        return try parent.folder(name, making: mode, isPrivate: false, mayBeMount: true)
    }

    /// Opens a folder in this one.
    ///
    /// - Parameters:
    ///   - mode: makes it with this mode where it is not there; nil: it is not made.
    ///   - isPrivate: whether others may not even read it.
    ///   - mayBeMount: whether it may be on another file system.
    /// - Returns: nil when it is not there.
    /// - Throws: ``HostFileError``: it is a link, or not a folder, or others own it, may write to it, or may read it.
    package func folder(
        _ name: String, making mode: UInt32? = nil, isPrivate: Bool = true, mayBeMount: Bool = false
    ) throws -> HostFolder? {
        let path = "\(path)/\(name)"
        try check(name)
        var isNew = false
        if let mode {
            isNew = mkdirat(descriptor, name, mode) == 0
            guard isNew || errno == EEXIST else { throw HostFileError(path: path, number: errno) }
        }
        let child = openBeneath(name, O_RDONLY | O_DIRECTORY, mayBeMount: mayBeMount)
        guard child >= 0 else {
            if mode == nil, errno == ENOENT { return nil }
            throw HostFileError(path: path, number: errno)
        }
        let folder = HostFolder(child, path, lookup)
        if let mode, isNew { fchmod(child, mode) }
        var status = stat()
        guard fstat(child, &status) == 0 else { throw HostFileError(path: path, number: errno) }
        guard status.st_uid == geteuid() else { throw HostFileError(path: path, reason: "it belongs to somebody else") }
        guard status.st_mode & (isPrivate ? 0o077 : 0o022) == 0 else {
            throw HostFileError(path: path, reason: "others may \(isPrivate ? "enter" : "write to") it")
        }
        return folder
    }

    /// The names of what is in it.
    package func names() throws -> [String] {
        let again = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard again >= 0, let stream = fdopendir(again) else { throw HostFileError(path: path, number: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a file that is not there yet, and returns it open.
    package func create(_ name: String, mode: UInt32) throws -> FileDescriptor {
        let file = try openFile(name, O_RDWR | O_CREAT | O_EXCL, mode)
        // The mode counts whatever the process's umask is.
        fchmod(file.rawValue, mode)
        return file
    }

    /// Opens a file, never a link.
    package func openFile(_ name: String, _ flags: CInt, _ mode: UInt32 = 0) throws -> FileDescriptor {
        try check(name)
        let file = openBeneath(name, flags | O_NONBLOCK, mode)
        guard file >= 0 else { throw HostFileError(path: "\(path)/\(name)", number: errno) }
        return FileDescriptor(rawValue: file)
    }

    /// Makes a file with a content, and returns its path.
    func write(_ bytes: some Sequence<UInt8>, to name: String, mode: UInt32) throws -> String {
        let file = try create(name, mode: mode)
        do { try file.closeAfter { _ = try file.writeAll(bytes) } } catch let error as Errno {
            throw HostFileError(path: "\(path)/\(name)", number: error.rawValue)
        }
        return "\(path)/\(name)"
    }

    /// Gives a file another name, also one that is taken.
    func rename(_ name: String, to other: String) throws {
        guard renameat(descriptor, name, descriptor, other) == 0 else {
            throw HostFileError(path: "\(path)/\(other)", number: errno)
        }
    }

    /// Removes a file, a link itself and not what it leads to. One that is not there is no error.
    package func removeFile(_ name: String) throws {
        try check(name)
        guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
            throw HostFileError(path: "\(path)/\(name)", number: errno)
        }
    }

    /// Removes a folder that is empty; another one stays.
    ///
    /// - Returns: whether it is gone.
    @discardableResult
    package func removeEmptyFolder(_ name: String) throws -> Bool {
        try check(name)
        if unlinkat(descriptor, name, AT_REMOVEDIR) == 0 || errno == ENOENT { return true }
        guard errno == ENOTEMPTY || errno == EEXIST else { throw HostFileError(path: "\(path)/\(name)", number: errno) }
        return false
    }

    /// Whether a file is still the one that its name leads to.
    package func holds(_ file: FileDescriptor, named name: String) -> Bool {
        var own = stat()
        var other = stat()
        return fstat(file.rawValue, &own) == 0 && fstatat(descriptor, name, &other, AT_SYMLINK_NOFOLLOW) == 0
            && own.st_ino == other.st_ino && own.st_dev == other.st_dev
    }

    /// Whether a name is a file's, and not a link's, a pipe's or a folder's.
    func isRegular(_ name: String) -> Bool {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private func check(_ name: String) throws {
        guard name.isEmpty || name == "." || name == ".." || name.utf8.contains(where: { $0 == 0x2f || $0 == 0 }) else {
            return
        }
        throw HostFileError(path: path, reason: "'\(name)' is no name of something in it")
    }

    /// - Returns: a descriptor, or -1 with `errno`.
    private func openBeneath(_ name: String, _ flags: CInt, _ mode: UInt32 = 0, mayBeMount: Bool = false) -> CInt {
        if lookup == .kernel {
            let file = aac_openat2(
                descriptor, name, UInt64(flags | O_CLOEXEC), flags & O_CREAT == 0 ? 0 : UInt64(mode),
                UInt64(AAC_RESOLVE_BENEATH | AAC_RESOLVE_NO_SYMLINKS | (mayBeMount ? 0 : AAC_RESOLVE_NO_XDEV)))
            // A filter of system calls that does not know openat2(2) answers ENOSYS or EPERM.
            guard file < 0, errno == ENOSYS || errno == EPERM else { return file }
        }
        let file = openat(descriptor, name, flags | O_NOFOLLOW | O_CLOEXEC, mode)
        var status = stat()
        guard file >= 0, !mayBeMount, fstat(file, &status) == 0, status.st_dev != device else { return file }
        close(file)
        errno = EXDEV
        return -1
    }
}
