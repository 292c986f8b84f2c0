/// What a filter does with a call; see seccomp(2).
public enum SeccompAction: Sendable, Hashable, Codable {
    /// The call is carried out.
    case allow
    /// The call is not carried out and fails with this error number, such as 1 (`EPERM`).
    case errno(UInt16)
    /// The call is carried out and written to the kernel's audit log.
    case log
    /// The thread gets `SIGSYS`, which it may handle.
    case trap
    /// The thread is killed.
    case killThread
    /// The process is killed.
    case killProcess

    /// Fails with `EPERM`, "operation not permitted".
    public static let refuse = SeccompAction.errno(1)
    /// Fails with `ENOSYS`, "function not implemented": what programs take as a kernel that is too old, and work around.
    public static let absent = SeccompAction.errno(38)

    /// Its name in an engine's profile, such as `SCMP_ACT_ALLOW`.
    public var engineName: String {
        switch self {
        case .allow: "SCMP_ACT_ALLOW"
        case .errno: "SCMP_ACT_ERRNO"
        case .log: "SCMP_ACT_LOG"
        case .trap: "SCMP_ACT_TRAP"
        case .killThread: "SCMP_ACT_KILL_THREAD"
        case .killProcess: "SCMP_ACT_KILL_PROCESS"
        }
    }

    /// Whether the call is carried out.
    public var isPermissive: Bool { self == .allow || self == .log }

    /// The error number that a refused call fails with, where it fails with one.
    public var errorNumber: UInt16? {
        if case .errno(let number) = self { number } else { nil }
    }
}
