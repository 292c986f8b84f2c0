/// What the processes of a container use, as the kernel of this host counts it: `/sys/fs/cgroup`.
///
/// Reading it takes microseconds, where Docker's answer to the same question takes a second or two.
public struct KernelUsage: Sendable, Hashable {
    /// Nanoseconds of processor time in the container's life.
    public var processorTime: UInt64
    /// Bytes of memory, without the page cache that can be had back.
    public var memory: UInt64
    /// Bytes it may use; nil without a limit.
    public var memoryLimit: UInt64?
    /// When this was read.
    public var time: ContinuousClock.Instant

    /// Reads the counters now.
    ///
    /// - Parameters:
    ///   - process: the number of process 1 of the container, on this host.
    ///   - container: its id, which stands in the process's control groups; a process of somebody else's with the same number is
    ///     not mistaken for it.
    /// - Returns: nil where this process cannot see that one: the engine runs elsewhere, or the container has ended.
    public init?(process: Int, container: String) {
        guard process > 0, let groups = ControlGroups(of: process),
            groups.paths.contains(where: { $0.contains(container) }),
            let used = groups.number("memory", v1: "memory.usage_in_bytes", v2: "memory.current"),
            let processorTime = Self.processorTime(groups)
        else { return nil }
        let cache =
            Self.field(
                groups.isUnified ? "inactive_file" : "total_inactive_file", of: groups.text("memory", "memory.stat"))
            ?? 0
        self.processorTime = processorTime
        memory = UInt64(used) - min(UInt64(used), cache)
        memoryLimit = groups.number("memory", v1: "memory.limit_in_bytes", v2: "memory.max").map { UInt64($0) }
        time = .now
    }

    /// CPUs in use since an earlier reading: 1.5 is one and a half; nil when no time has passed.
    public func processorsInUse(since earlier: KernelUsage) -> Double? {
        let elapsed = Double((time - earlier.time) / .nanoseconds(1))
        guard elapsed > 0, processorTime >= earlier.processorTime else { return nil }
        return Double(processorTime - earlier.processorTime) / elapsed
    }

    private static func processorTime(_ groups: ControlGroups) -> UInt64? {
        guard groups.isUnified else {
            return groups.number("cpuacct", v1: "cpuacct.usage", v2: "").map { UInt64($0) }
        }
        return field("usage_usec", of: groups.text("cpu", "cpu.stat")).map { $0 * 1000 }
    }

    /// The number after a word, of lines that have one each.
    private static func field(_ name: String, of text: String?) -> UInt64? {
        for line in (text ?? "").split(separator: "\n") where line.hasPrefix("\(name) ") {
            return UInt64(line.dropFirst(name.utf8.count + 1))
        }
        return nil
    }
}
