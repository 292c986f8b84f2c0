import SeccompProfiles

/// What the container's processes are allowed to do.
public struct SecurityOptions: Sendable, Hashable, Codable {
    /// The capabilities that ordinary servers do not need and that make escapes and spoofing easier, dropped by default
    /// from what engines grant (capabilities(7)).
    public static let standardDrop = ["AUDIT_WRITE", "MKNOD", "NET_RAW", "SETFCAP", "SYS_CHROOT"]

    /// The capabilities that Docker gives a container unless told otherwise, and Podman did; those that agents start from.
    static let engineDefault: Set<String> = [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW",
        "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ]

    /// How tight the cage is as a whole.
    public var level: SecurityLevel
    /// The seccomp profile.
    public var seccomp: SeccompChoice
    /// The reasons why the agent may have parts of the host that are refused otherwise; empty: it may not.
    public var allowUnsafe: [String]
    /// The folders of the host, without links in their paths, that the command line allows to mount, with what is
    /// beneath them. A change of them does not replace the container: the digest of the options leaves them out.
    public var mountAllow: [String]
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
        level: SecurityLevel = .baseline, seccomp: SeccompChoice = .standard, allowUnsafe: [String] = [],
        mountAllow: [String] = [],
        runAsUser: String? = nil, runAsGroup: String? = nil, runAsNonRoot: Bool = false,
        readOnlyRootFilesystem: Bool = false,
        dropCapabilities: [String] = SecurityOptions.standardDrop, addCapabilities: [String] = [],
        noNewPrivileges: Bool = true, initProcess: Bool = true
    ) {
        self.level = level
        self.seccomp = seccomp
        self.allowUnsafe = allowUnsafe
        self.mountAllow = mountAllow
        self.runAsUser = runAsUser
        self.runAsGroup = runAsGroup
        self.runAsNonRoot = runAsNonRoot
        self.readOnlyRootFilesystem = readOnlyRootFilesystem
        self.dropCapabilities = dropCapabilities
        self.addCapabilities = addCapabilities
        self.noNewPrivileges = noNewPrivileges
        self.initProcess = initProcess
    }

    /// The profile as it is put in force; nil for none. The launcher is under the filter from its first instruction.
    ///
    /// Without ``noNewPrivileges`` the engine's runtime is under it too, while it changes to the agent's user and drops
    /// capabilities.
    var profile: SeccompProfile? {
        guard var profile = seccomp.profile else { return nil }
        let start = noNewPrivileges ? [] : ["capset", "setgid", "setgroups", "setuid"]
        let missing = SeccompProfile.launcherCalls.union(start).subtracting(profile.allowedCalls)
        if !missing.isEmpty {
            profile.groups.append(
                SeccompGroup(
                    name: "start",
                    reason: noNewPrivileges
                        ? "the launcher needs them"
                        : "the launcher needs them, and without no-new-privileges the engine's runtime",
                    syscalls: missing.sorted()))
        }
        return profile
    }

    /// All capabilities of the container. They are asked for one by one, because engines have different defaults and
    /// users can change these.
    var capabilities: Set<String> {
        let dropped = Set(dropCapabilities.map(Self.capabilityName))
        let base = dropped.contains("ALL") ? [] : Self.engineDefault.subtracting(dropped)
        return base.union(addCapabilities.map(Self.capabilityName))
    }

    /// A capability's name without its prefix, as it is compared.
    static func capabilityName(_ text: String) -> String {
        let name = text.uppercased()
        return name.hasPrefix("CAP_") ? String(name.dropFirst(4)) : name
    }

    /// `USER`, `USER:GROUP` or nil, as the Engine API writes the user.
    public var user: String? {
        guard let runAsGroup else { return runAsUser }
        return "\(runAsUser ?? "0"):\(runAsGroup)"
    }
}
