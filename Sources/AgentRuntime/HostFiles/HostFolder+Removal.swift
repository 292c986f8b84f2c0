import Glibc
import SystemPackage

extension HostFolder {
    /// Removes a folder of ours with everything in it. Its files are overwritten first: some of them are secrets, and all are small.
    ///
    /// - Returns: whether it was there.
    /// - Throws: ``HostFileError``: it is a link, it is not ours, or something in it cannot be removed.
    @discardableResult
    func removeFolder(_ name: String) throws -> Bool {
        guard let folder = try folder(name, isPrivate: false) else { return false }
        for entry in try folder.names() {
            folder.overwrite(entry)
            do { try folder.removeFile(entry) } catch let error as HostFileError where error.number == EISDIR {
                try folder.removeFolder(entry)
            }
        }
        try removeEmptyFolder(name)
        return true
    }

    /// The file may still be open or mounted, and shows zeros from now on. It may belong to the container's user,
    /// although the folder is ours.
    private func overwrite(_ name: String) {
        // A pipe is not opened: that would wake a process that waits for a reader.
        guard isRegular(name), let file = try? openFile(name, O_RDONLY) else { return }
        defer { try? file.close() }
        var status = stat()
        // A file with a second hard link is not ours alone, so it is not overwritten.
        guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1,
            fchmod(file.rawValue, 0o600) == 0, let writer = try? openFile(name, O_WRONLY)
        else { return }
        defer { try? writer.close() }
        _ = try? writer.writeAll(toAbsoluteOffset: 0, [UInt8](repeating: 0, count: Int(status.st_size)))
    }
}
