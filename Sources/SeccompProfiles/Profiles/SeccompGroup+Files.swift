extension SeccompGroup {
    static let files = SeccompGroup(
        "files", "open, read, write, name and list files",
        """
        read write open openat openat2 close creat lseek pread64 pwrite64 readv writev preadv pwritev preadv2 pwritev2
        stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat
        getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat
        symlink symlinkat truncate ftruncate fallocate umask fsync fdatasync sync_file_range flock sendfile
        copy_file_range readahead fadvise64
        """)

    static let fileTimes = SeccompGroup(
        "file-times", "set the times of a file, as archive and package tools do", "utime utimes futimesat utimensat")

    static let fileModes = SeccompGroup("file-modes", "change a file's mode", "chmod fchmod fchmodat")

    static let fileOwners = SeccompGroup(
        "file-owners", "change a file's owner, as an image's start script does for its data folder",
        "chown fchown lchown fchownat")

    static let attributesRead = SeccompGroup(
        "attributes-read", "read extended attributes, as `ls` and `cp` do",
        "getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr")

    static let attributesWritten = SeccompGroup(
        "attributes-write", "write extended attributes, as `cp -a` and package tools do",
        "setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr")

    /// The bits of a mode that say what a file is, and their value for a FIFO; see inode(7).
    private static let (typeBits, fifo): (UInt64, UInt64) = (0o170_000, 0o010_000)

    static let fifos = SeccompGroup(
        "fifos", "make named pipes, and no device", "mknod", when: [[.argument(1, masked: typeBits, is: fifo)]])

    static let fifosAt = SeccompGroup(
        "fifos-at", "make named pipes in an open folder, and no device", "mknodat",
        when: [[.argument(2, masked: typeBits, is: fifo)]])

    static let watches = SeccompGroup(
        "watches", "wait for changes of files, as servers that reload and Node.js's fs.watch do",
        "inotify_init inotify_init1 inotify_add_watch inotify_rm_watch")

    static let descriptors = SeccompGroup(
        "descriptors", "copy, close and configure open files", "dup dup2 dup3 fcntl close_range pipe pipe2")

    static let events = SeccompGroup(
        "events", "wait for many things at once",
        """
        poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
        eventfd eventfd2 signalfd signalfd4 timerfd_create timerfd_settime timerfd_gettime
        """)

    static let zeroCopy = SeccompGroup(
        "zero-copy", "move data between a pipe and a file without reading it, as proxies do", "splice tee")

    static let wholeDiskSync = SeccompGroup(
        "sync", "write whole file systems to disk, as databases do", "sync syncfs")
}
