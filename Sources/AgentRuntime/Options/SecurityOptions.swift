/// What the container's processes are allowed to do.
public struct SecurityOptions: Sendable, Hashable, Codable {
    /// The capabilities that ordinary servers do not need and that make escapes and spoofing easier, dropped by default
    /// from what engines grant (capabilities(7)).
    public static let standardDrop = ["AUDIT_WRITE", "MKNOD", "NET_RAW", "SETFCAP", "SYS_CHROOT"]

    /// The user that the container's command runs as, a number or a name of the image; nil leaves it to the image.
    public var runAsUser: String?
    /// The group that the container's command runs as, a number or a name of the image; nil leaves it to the image.
    public var runAsGroup: String?
    /// Refuse an image that would run as root.
    public var runAsNonRoot: Bool
    /// Mount the root file system read-only.
    public var readOnlyRootFilesystem: Bool
    /// Capabilities taken away, without the `CAP_` prefix; `ALL` takes all.
    public var dropCapabilities: [String]
    /// Capabilities given beyond the engine's default.
    public var addCapabilities: [String]
    /// Whether a process can never gain privileges, for example through a setuid program (`PR_SET_NO_NEW_PRIVS`).
    public var noNewPrivileges: Bool
    /// Whether an init process reaps zombies and forwards signals.
    public var initProcess: Bool

    /// Creates options; without arguments the defaults for an agent.
    public init(
        runAsUser: String? = nil, runAsGroup: String? = nil, runAsNonRoot: Bool = false,
        readOnlyRootFilesystem: Bool = false,
        dropCapabilities: [String] = SecurityOptions.standardDrop, addCapabilities: [String] = [],
        noNewPrivileges: Bool = true, initProcess: Bool = true
    ) {
        self.runAsUser = runAsUser
        self.runAsGroup = runAsGroup
        self.runAsNonRoot = runAsNonRoot
        self.readOnlyRootFilesystem = readOnlyRootFilesystem
        self.dropCapabilities = dropCapabilities
        self.addCapabilities = addCapabilities
        self.noNewPrivileges = noNewPrivileges
        self.initProcess = initProcess
    }

    /// `USER`, `USER:GROUP` or nil, as the Engine API writes the user.
    public var user: String? {
        guard let runAsGroup else { return runAsUser }
        return "\(runAsUser ?? "0"):\(runAsGroup)"
    }
}
