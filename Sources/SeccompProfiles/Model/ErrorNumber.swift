import Glibc

/// The error numbers that a profile may name.
enum ErrorNumber {
    private static let names: [String: Int32] = [
        "EPERM": EPERM, "ENOENT": ENOENT, "ESRCH": ESRCH, "EINTR": EINTR, "EIO": EIO, "ENXIO": ENXIO, "E2BIG": E2BIG,
        "ENOEXEC": ENOEXEC, "EBADF": EBADF, "ECHILD": ECHILD, "EAGAIN": EAGAIN, "ENOMEM": ENOMEM, "EACCES": EACCES,
        "EFAULT": EFAULT, "EBUSY": EBUSY, "EEXIST": EEXIST, "ENODEV": ENODEV, "ENOTDIR": ENOTDIR, "EISDIR": EISDIR,
        "EINVAL": EINVAL, "ENFILE": ENFILE, "EMFILE": EMFILE, "ENOTTY": ENOTTY, "EFBIG": EFBIG, "ENOSPC": ENOSPC,
        "EROFS": EROFS, "EMLINK": EMLINK, "EPIPE": EPIPE, "EDOM": EDOM, "ERANGE": ERANGE, "ENOSYS": ENOSYS,
        "ENOTSUP": ENOTSUP, "EOPNOTSUPP": EOPNOTSUPP, "EAFNOSUPPORT": EAFNOSUPPORT, "EPROTONOSUPPORT": EPROTONOSUPPORT,
        "ECONNREFUSED": ECONNREFUSED, "ENETUNREACH": ENETUNREACH,
    ]

    static let allNames = names.keys.sorted()

    static func number(of name: String) -> UInt16? { names[name.uppercased()].map(UInt16.init) }

    static func name(of number: UInt16) -> String? {
        // Two names share 95.
        allNames.first { names[$0] == Int32(number) }
    }
}
