extension SeccompProfile {
    /// The profile of the level `restricted`: what a server needs that neither changes owners nor users, installs nothing, and
    /// waits on sockets; see <doc:StrictProfile> for what it leaves out of ``default(for:)``.
    public static func strict(for architecture: SeccompArchitecture = .host) -> SeccompProfile {
        SeccompProfile(
            name: "strict", architectures: [architecture],
            groups: [
                .files, .fileTimes, .ordinaryModes, .ordinaryModesAt, .attributesRead, .descriptors, .events,
                .ordinaryTerminals, .memory, .processes, .newProcesses, .signals, .threads, .scheduling, .limits,
                .clocks,
                .identity, .sockets, .localSockets, .internetSockets, .pairs, .system, .ownSandbox, .absentCalls,
            ],
            refusals: SeccompRefusal.always + SeccompRefusal.strict)
    }
}

extension SeccompGroup {
    /// The set-user and set-group bits of a mode.
    private static let privilegeBits: UInt64 = 0o6000

    static let ordinaryModes = SeccompGroup(
        "file-modes", "change a file's mode, without the set-user and set-group bits", "chmod fchmod",
        when: [[.argument(1, masked: privilegeBits, is: 0)]])

    static let ordinaryModesAt = SeccompGroup(
        "file-modes-at", "the same in an open folder", "fchmodat",
        when: [[.argument(2, masked: privilegeBits, is: 0)]])
}

extension SeccompRefusal {
    /// What only ``SeccompProfile/strict(for:)`` leaves out.
    static let strict = [
        SeccompRefusal("the agent's user is fixed before it starts", SeccompGroup.identitySwitch),
        SeccompRefusal("a restricted agent owns its files and gives none away", SeccompGroup.fileOwners),
        SeccompRefusal("marks on files that outlive the agent", SeccompGroup.attributesWritten),
        SeccompRefusal("servers on sockets need no named pipes", "mknod mknodat"),
        SeccompRefusal("watches use up a number that all containers of the user share", SeccompGroup.watches),
        SeccompRefusal(
            "runs programs that no file system has, and no scan can find",
            SeccompGroup.memoryFiles.syscalls + SeccompGroup.programFromDescriptor.syscalls),
        SeccompRefusal("V8 works without protection keys", SeccompGroup.memoryKeys),
        SeccompRefusal("used by profilers; flaws in it were a way to the kernel", SeccompGroup.timers),
        SeccompRefusal("processors are the engine's to give", SeccompGroup.schedulingOfOwn),
        SeccompRefusal("slows down the whole host", SeccompGroup.wholeDiskSync),
        SeccompRefusal("proxies only", SeccompGroup.zeroCopy),
        SeccompRefusal("no server uses it", SeccompGroup.queuedSignals.syscalls + ["personality"]),
        SeccompRefusal("filters inside the filter are for browsers", SeccompGroup.ownFilter),
    ]

    private init(_ reason: String, _ group: SeccompGroup) { self.init(reason: reason, syscalls: group.syscalls) }
    private init(_ reason: String, _ syscalls: [String]) { self.init(reason: reason, syscalls: syscalls) }
}
