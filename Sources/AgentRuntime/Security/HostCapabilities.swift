import AgentManifest

/// The capabilities that a process of this host can have at all.
enum HostCapabilities {
    /// Capabilities that older engines do not know and refuse. `SYS_ADMIN` includes them (capabilities(7)).
    private static let young: Set<String> = ["PERFMON", "BPF", "CHECKPOINT_RESTORE"]

    /// This process's bounding set, as far as every engine knows its names; a host may lack some, when it is a container or a virtual machine itself.
    static var all: [String] {
        let line = KernelView.text("/proc/self/status")?.split(separator: "\n").first { $0.hasPrefix("CapBnd:") }
        let found = names(line?.split(whereSeparator: \.isWhitespace).last ?? "").subtracting(young)
        return found.isEmpty ? ["ALL"] : found.sorted()
    }

    /// The names of the bits of a hexadecimal number, as `/proc/PID/status` writes sets.
    static func names(_ set: Substring) -> Set<String> {
        let bits = UInt64(set, radix: 16) ?? 0
        return Set(LinuxCapability.ordered.enumerated().filter { bits >> UInt64($0.offset) & 1 == 1 }.map(\.element))
    }

    /// The set as the bits of a number, those that the kernel has a name for.
    static func bits(of names: Set<String>) -> UInt64 {
        LinuxCapability.ordered.enumerated().reduce(0) { names.contains($1.element) ? $0 | 1 << $1.offset : $0 }
    }
}
