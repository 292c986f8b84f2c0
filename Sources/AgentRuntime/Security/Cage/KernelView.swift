import AgentManifest
import CProcessShims
import Glibc
import SystemPackage

/// What the kernel of this host has for one process: `/proc/PID/status`, its control groups (versions 1 and 2), its mounts.
struct KernelView: Sendable {
    private let process: Int
    private let status: [Substring: Substring]
    private let groups: ControlGroups
    let mounts: MountTable

    /// - Parameter container: its id, which stands in the process's control groups; a process of somebody else's with the same
    ///   number, as seen from another process namespace, is not mistaken for it.
    /// - Returns: nil where this process cannot see that one.
    init?(process: Int, container: String) {
        guard process > 0, let text = Self.text("/proc/\(process)/status"),
            let mounts = MountTable(of: String(process)),
            let groups = ControlGroups(of: process), groups.paths.contains(where: { $0.contains(container) })
        else { return nil }
        self.process = process
        self.mounts = mounts
        self.groups = groups
        status = Self.fields(of: text)
    }

    private static func fields(of text: String) -> [Substring: Substring] {
        var fields: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[parts[0]] = parts[1].drop { $0 == " " || $0 == "\t" } }
        }
        return fields
    }

    /// Whether a process has ended, which its engine may not have noticed yet: it is gone, or a zombie (`Z` or `X`) without a
    /// living thread. The kernel has moved one out of its control groups by then.
    static func hasEnded(_ process: Int) -> Bool {
        guard let text = text("/proc/\(process)/status") else { return true }
        let status = fields(of: text)
        return status["State"].map { $0.hasPrefix("Z") || $0.hasPrefix("X") } ?? true && status["Threads"] == "1"
    }

    /// A whole file that the kernel makes up while it is read; nil where it cannot be read. Such a file says that it is empty and
    /// gives a page at a time, so that whoever takes a short read for the end gets a part of it.
    static func text(_ path: String) -> String? {
        guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else { return nil }
        return try? file.closeAfter {
            var text: [UInt8] = []
            var page = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = try page.withUnsafeMutableBytes { try file.read(into: $0) }
                if count == 0 { return String(decoding: text, as: UTF8.self) }
                text += page[..<count]
            }
        }
    }

    /// Whether a filter is in force (`Seccomp: 2`).
    var hasSeccompFilter: Bool { status["Seccomp"] == "2" }
    var hasNoNewPrivileges: Bool { status["NoNewPrivs"] == "1" }

    /// What the process may ever have: its bounding set.
    var capabilities: Set<String> { HostCapabilities.names(status["CapBnd"] ?? "") }

    /// In bytes; nil without a limit.
    var memory: Int64? { groups.number("memory", v1: "memory.limit_in_bytes", v2: "memory.max") }

    /// Memory and swap together, in bytes; nil without a limit, or where the kernel does not count swap.
    var memoryAndSwap: Int64? {
        if groups.isUnified {
            guard let memory, let swap = groups.number("memory", v1: "", v2: "memory.swap.max") else { return nil }
            return memory + swap
        }
        return groups.number("memory", v1: "memory.memsw.limit_in_bytes", v2: "")
    }

    /// Whether the kernel counts swap, and so can limit it.
    var countsSwap: Bool {
        groups.text("memory", groups.isUnified ? "memory.swap.max" : "memory.memsw.limit_in_bytes") != nil
    }

    /// The user's number in the container; nil where it cannot be told.
    var user: UInt32? {
        guard let outside = status["Uid"]?.split(whereSeparator: \.isWhitespace).first.flatMap({ Int64($0) }) else {
            return nil
        }
        // Each line: a first number inside, the one outside that it stands for, and how many follow (user_namespaces(7)).
        for line in (Self.text("/proc/\(process)/uid_map") ?? "").split(separator: "\n") {
            let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Int64($0) }
            guard numbers.count == 3, (numbers[1]..<numbers[1] + numbers[2]).contains(outside) else { continue }
            return UInt32(exactly: numbers[0] + outside - numbers[1])
        }
        return nil
    }

    var processes: Int64? { groups.number("pids", v1: "pids.max", v2: "pids.max") }

    /// In billionths of a CPU.
    var nanoCPUs: Int64? {
        let numbers: [Int64]
        if groups.isUnified {
            numbers = (groups.text("cpu", "cpu.max") ?? "").split(whereSeparator: \.isWhitespace).compactMap {
                Int64($0)
            }
        } else {
            numbers = ["cpu.cfs_quota_us", "cpu.cfs_period_us"].compactMap { groups.number("cpu", v1: $0, v2: "") }
        }
        guard numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else { return nil }
        return numbers[0] * 1_000_000_000 / numbers[1]
    }

    /// What is at a path of the container; nil where nothing is, or where we may not look.
    func file(at target: String) -> CageMount? {
        let root = open("/proc/\(process)/root", CInt(AAC_O_PATH) | O_DIRECTORY | O_CLOEXEC)
        guard root >= 0 else { return nil }
        defer { close(root) }
        // Links of the image are followed as the container does, never to files of this host.
        let file = aac_openat2(root, target, UInt64(AAC_O_PATH) | UInt64(O_CLOEXEC), 0, UInt64(AAC_RESOLVE_IN_ROOT))
        guard file >= 0 else { return nil }
        defer { close(file) }
        return CageMount(target: target, open: file)
    }
}
