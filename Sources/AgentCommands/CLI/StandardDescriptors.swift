import Glibc

/// The descriptors 0, 1 and 2 as the process got them.
enum StandardDescriptors {
    /// Puts a placeholder where standard input, output or error is closed, so that no socket of ours gets its number and is
    /// written to by mistake. Reading the placeholder gives the end of the file; writing fails with EBADF.
    static func fillGaps() {
        for descriptor: CInt in 0...2 where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            // The lowest free number is this one, since the ones below are taken by now.
            _ = open("/dev/null", O_RDONLY)
        }
    }
}
