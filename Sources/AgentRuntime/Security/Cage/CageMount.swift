import Glibc

/// A bind mount of a container, known by the device and inode of its root. A path could lead elsewhere by now; these
/// cannot.
struct CageMount: Sendable, Hashable {
    /// The absolute path in the container.
    var target: String
    /// `st_dev` and `st_ino` of stat(2).
    var device: UInt64
    var inode: UInt64
    /// Whether it cannot be written through this mount.
    var isReadOnly: Bool

    init(target: String, device: UInt64, inode: UInt64, isReadOnly: Bool) {
        self.target = target
        self.device = device
        self.inode = inode
        self.isReadOnly = isReadOnly
    }

    /// What an open file or folder is, seen through the mount that it was opened on; nil where the kernel does not tell.
    init?(target: String, open file: CInt) {
        var status = stat()
        var fileSystem = statvfs()
        guard fstat(file, &status) == 0, fstatvfs(file, &fileSystem) == 0 else { return nil }
        self.init(
            target: target, device: UInt64(status.st_dev), inode: UInt64(status.st_ino),
            isReadOnly: fileSystem.f_flag & UInt(ST_RDONLY) != 0)
    }

    /// A mount of what was opened.
    init(target: String, _ source: PinnedSource, isReadOnly: Bool) {
        self.init(target: target, device: source.device, inode: source.inode, isReadOnly: isReadOnly)
    }

    /// A mount of what is at a path of this host now; nil where nothing is.
    init?(target: String, of source: String, isReadOnly: Bool) {
        var status = stat()
        guard stat(source, &status) == 0 else { return nil }
        self.init(
            target: target, device: UInt64(status.st_dev), inode: UInt64(status.st_ino), isReadOnly: isReadOnly)
    }
}
