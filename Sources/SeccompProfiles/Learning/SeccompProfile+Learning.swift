extension SeccompProfile {
    /// The smallest profile for a program that made these calls, and for starting it.
    ///
    /// A call that ``default(for:)`` allows for some arguments only stays bound to them. A call that it does not allow at all
    /// is allowed, in a group of its own, and ``check()`` warns of it. Names that no architecture has are left out: strace knows
    /// calls that libseccomp does not.
    public static func learned(
        from calls: Set<String>, name: String = "learned", for architecture: SeccompArchitecture = .host
    ) -> SeccompProfile {
        let base = SeccompProfile.default(for: architecture)
        let known = SeccompLibrary.token(architecture).map { SeccompLibrary.calls(on: $0) } ?? []
        let wanted = calls.union(startCalls).union(launcherCalls).intersection(known)
        var profile = SeccompProfile(name: name, architectures: [architecture])
        for group in base.groups {
            var group = group
            // What is answered as absent costs nothing, and a program that is told `EPERM` instead may give up.
            if group.action.isPermissive { group.syscalls.removeAll { !wanted.contains($0) } }
            if !group.syscalls.isEmpty { profile.groups.append(group) }
        }
        let beyond = wanted.subtracting(base.groups.flatMap(\.syscalls)).sorted()
        if !beyond.isEmpty {
            profile.groups.append(
                SeccompGroup(name: "beyond-default", reason: "used while it was recorded", syscalls: beyond))
        }
        let covered = profile.allowedCalls
        profile.refusals = [
            SeccompRefusal(
                reason: "not used while it was recorded",
                syscalls: base.allowedCalls.subtracting(covered).sorted())
        ]
        return profile
    }
}
