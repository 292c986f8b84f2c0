/// What the container's processes are allowed to do.
public struct SecurityOptions: Sendable, Hashable, Codable {
    /// The capabilities that ordinary servers do not need and that make escapes and spoofing easier, dropped by default
    /// from what engines grant (capabilities(7)).
    public static let standardDrop = ["AUDIT_WRITE", "MKNOD", "NET_RAW", "SETFCAP", "SYS_CHROOT"]

    /// The user id that the container's command runs as; nil leaves it to the image.
    public var runAsUser: Int?
    /// The group id that the container's command runs as; nil leaves it to the image.
    public var runAsGroup: Int?
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
        runAsUser: Int? = nil, runAsGroup: Int? = nil, runAsNonRoot: Bool = false, readOnlyRootFilesystem: Bool = false,
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

    /// `UID`, `UID:GID` or nil, as the Engine API writes the user.
    public var user: String? {
        switch (runAsUser, runAsGroup) {
        case (nil, nil): nil
        case (let user?, nil): "\(user)"
        case (let user, let group?): "\(user ?? 0):\(group)"
        }
    }
}
