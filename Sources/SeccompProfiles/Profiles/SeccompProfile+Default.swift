extension SeccompProfile {
    /// The profile of the levels `baseline` and, where nothing else is asked for, of every manifest.
    ///
    /// It has what servers in Python, Node.js, Go, Rust and C use, and the switch of user that many images start with. Everything that
    /// makes namespaces, mounts, traces, loads or talks to parts of the kernel that no server needs is left out; the reasons are in
    /// ``refusals``.
    public static func `default`(for architecture: SeccompArchitecture = .host) -> SeccompProfile {
        SeccompProfile(
            name: "default", architectures: [architecture],
            groups: [
                .files, .fileTimes, .fileModes, .fileOwners, .attributesRead, .attributesWritten, .fifos, .fifosAt,
                .watches,
                .descriptors, .events, .terminals, .memory, .memoryFiles, .memoryKeys, .processes, .newProcesses,
                .programFromDescriptor, .signals, .queuedSignals, .threads, .scheduling, .schedulingOfOwn, .limits,
                .clocks, .timers, .identity, .identitySwitch, .sockets, .localSockets, .internetSockets, .pingSockets,
                .routeSockets, .pairs, .zeroCopy, .wholeDiskSync, .system, .personality, .ownSandbox, .ownFilter,
                .absentCalls,
            ],
            refusals: SeccompRefusal.always)
    }
}
