import CProcessShims
import FoundationEssentials
import Glibc

/// The source of a bind mount, opened once: what a container has there must be this very file or folder, by device and inode.
///
/// It stays open as long as this instance lives, so that its inode number cannot be given to another file.
final class PinnedSource: Sendable {
    /// The path without links, as the engine is told.
    let path: String
    let device: UInt64
    let inode: UInt64
    private let descriptor: Int32

    /// Opens a source.
    ///
    /// - Parameter followsLinks: whether links beneath the mount's root are followed too. Those of the root's own path, and of
    ///   a source outside of it, are followed once; what they led to is opened without any link.
    init(_ mount: VolumeMount, followsLinks: Bool) throws(SourceFlaw) {
        let descriptor: Int32
        if !followsLinks, let (root, names) = mount.partsBeneathRoot {
            descriptor = try Self.walk(names, from: try Self.open(root)) { index in
                ([root] + names[...index]).joined(separator: "/")
            }
        } else {
            guard let real = realpath(mount.source, nil) else { throw Self.flaw(errno) }
            defer { free(real) }
            let names = String(cString: real).split(separator: "/").map(String.init)
            do {
                descriptor = try Self.walk(names, from: try Self.open("/")) { _ in "" }
            } catch .link { throw .moved }
        }
        var status = stat()
        var again = stat()
        guard fstat(descriptor, &status) == 0,
            let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)"),
            lstat(path, &again) == 0, again.st_dev == status.st_dev, again.st_ino == status.st_ino
        else {
            close(descriptor)
            throw .moved
        }
        self.path = path
        self.descriptor = descriptor
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    deinit { close(descriptor) }

    /// Opens each name in the one before, and follows nothing. A walk tells which name is a link, and works where a filter of system
    /// calls knows no openat2(2).
    private static func walk(
        _ names: [String], from root: Int32, place: (Int) -> String
    ) throws(SourceFlaw) -> Int32 {
        var folder = root
        for (index, name) in names.enumerated() {
            let next = openat(folder, name, CInt(AAC_O_PATH) | O_NOFOLLOW | O_CLOEXEC)
            let number = errno
            close(folder)
            guard next >= 0 else { throw flaw(number) }
            var status = stat()
            if fstat(next, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
                defer { close(next) }
                throw .link(place(index), to: MountPolicy.resolved(place(index)))
            }
            folder = next
        }
        return folder
    }

    private static func open(_ path: String) throws(SourceFlaw) -> Int32 {
        let descriptor = Glibc.open(path, CInt(AAC_O_PATH) | O_CLOEXEC)
        guard descriptor >= 0 else { throw flaw(errno) }
        return descriptor
    }

    private static func flaw(_ number: Int32) -> SourceFlaw {
        switch number {
        case ENOENT, ENOTDIR: .missing
        default: .unreadable(reason: String(cString: strerror(number)))
        }
    }
}

extension VolumeMount {
    /// The root, and the names that lead from it to the source, where the source is written as beneath it.
    var partsBeneathRoot: (root: String, names: [String])? {
        guard kind == .bind, let root else { return nil }
        let source = MountPolicy.normalised(source)
        for root in [MountPolicy.normalised(root), MountPolicy.resolved(root)] where MountPolicy.contains(root, source)
        {
            return (root, source.dropFirst(root.count).split(separator: "/").map(String.init))
        }
        return nil
    }
}
