/// What a container's cage must be, as text. The launcher compares it from inside at every start, and we from outside
/// when we watch the start. It is written before the container is created, and never changed.
///
/// One fact a line, `end` in the last one; the launcher's `cage.h` says what each means.
struct CageRecord: Sendable, Hashable {
    var limits: CageLimits

    init(_ limits: CageLimits) { self.limits = limits }

    var text: String {
        var lines: [String] = []
        if limits.noNewPrivileges { lines.append("no-new-privileges") }
        if limits.hasSeccomp { lines.append("seccomp") }
        if let capabilities = limits.capabilities {
            lines.append("capabilities \(String(HostCapabilities.bits(of: capabilities), radix: 16))")
        }
        if let user = limits.user { lines.append("user \(user)") }
        if limits.refusesRoot { lines.append("not-root") }
        if limits.readOnlyRoot { lines.append("read-only-root") }
        for (name, value) in [
            ("memory", limits.memory), ("memory-and-swap", limits.memoryAndSwap), ("cpus", limits.nanoCPUs),
            ("processes", limits.processes),
        ] {
            if let value { lines.append("\(name) \(value)") }
        }
        lines += limits.mounts.map { "mount \($0.device) \($0.inode) \($0.isReadOnly ? "ro" : "rw") \($0.target)" }
        return (lines + ["end"]).joined(separator: "\n") + "\n"
    }

    /// Reads a record; nil where it is none, or one of another version.
    init?(_ text: String) {
        var limits = CageLimits()
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.popLast() == "", lines.popLast() == "end" else { return nil }
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
            switch (words[0], words.count) {
            case ("no-new-privileges", 1): limits.noNewPrivileges = true
            case ("seccomp", 1): limits.hasSeccomp = true
            case ("not-root", 1): limits.refusesRoot = true
            case ("read-only-root", 1): limits.readOnlyRoot = true
            case ("capabilities", 2): limits.capabilities = HostCapabilities.names(words[1])
            case ("mount", 5):
                guard let device = UInt64(words[1]), let inode = UInt64(words[2]) else { return nil }
                limits.mounts.append(
                    CageMount(
                        target: String(words[4]), device: device, inode: inode, isReadOnly: words[3] == "ro"))
            case (let name, 2):
                guard let value = Int64(words[1]) else { return nil }
                switch name {
                case "user": limits.user = UInt32(exactly: value)
                case "memory": limits.memory = value
                case "memory-and-swap": limits.memoryAndSwap = value
                case "cpus": limits.nanoCPUs = value
                case "processes": limits.processes = value
                default: return nil
                }
            default: return nil
            }
        }
        self.limits = limits
    }
}
