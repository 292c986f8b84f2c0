import Glibc
package import SystemPackage

/// Files that one process at a time holds locked (flock(2)). The kernel releases the lock when the process ends.
extension HostFolder {
    /// Opens a file and locks it, without waiting.
    ///
    /// - Parameter making: makes it where it is not there.
    /// - Returns: nil when another process holds it, or held it and removed it just now.
    /// - Throws: ``HostFileError``, also when it is not there and is not to be made.
    package func openLocked(_ name: String, making: Bool) throws -> FileDescriptor? {
        let file = try openFile(name, making ? O_RDWR | O_CREAT : O_RDWR, 0o600)
        if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 {
            if holds(file, named: name) { return file }
        } else if errno != EWOULDBLOCK, errno != EINTR {
            let number = errno
            try? file.close()
            throw HostFileError(path: "\(path)/\(name)", number: number)
        }
        try? file.close()
        return nil
    }

    /// Removes a locked file, and then unlocks it. A process that opened it meanwhile notices that the name does not
    /// lead to it any more.
    package func removeLocked(_ file: FileDescriptor, _ name: String) {
        try? removeFile(name)
        try? file.close()
    }
}
