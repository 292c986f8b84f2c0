import FoundationEssentials

/// The mounts that a process sees: `/proc/PID/mountinfo` (proc_pid_mountinfo(5)).
struct MountTable: Sendable {
    struct Entry: Sendable, Hashable {
        var target: String
        /// The options of this mount, such as `ro` and `noexec`.
        var options: Set<Substring>
        /// Such as `tmpfs`.
        var fileSystem: String
    }

    private let entries: [Entry]

    /// The mounts of this process; none where the kernel does not tell.
    static var own: MountTable { MountTable(of: "self") ?? MountTable(parsing: "") }

    /// The mounts of a process; nil where we may not see them.
    init?(of process: String) {
        guard let content = try? Data(contentsOf: URL(filePath: "/proc/\(process)/mountinfo")) else { return nil }
        self.init(parsing: String(decoding: content, as: UTF8.self))
    }

    init(parsing text: String) {
        entries = text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 6, let dash = fields[6...].firstIndex(of: "-"), dash + 1 < fields.count else {
                return nil
            }
            return Entry(
                target: Self.unescaped(fields[4]), options: Set(fields[5].split(separator: ",")),
                fileSystem: String(fields[dash + 1]))
        }
    }

    /// The topmost mount right on a path.
    subscript(target: String) -> Entry? { entries.last { $0.target == target } }

    /// The mount that a path is in; a path that is not there yet is in the one of the nearest folder above.
    func entry(holding path: String) -> Entry? {
        let real = MountPolicy.resolved(path)
        return entries.filter { real == $0.target || real.hasPrefix($0.target == "/" ? "/" : $0.target + "/") }
            .enumerated().max { ($0.element.target.count, $0.offset) < ($1.element.target.count, $1.offset) }?.element
    }

    /// Whether what is at a path never reaches a disk.
    func isInMemory(_ path: String) -> Bool { ["tmpfs", "ramfs"].contains(entry(holding: path)?.fileSystem) }

    /// Blanks, tabs, line ends and backslashes are written as octal numbers.
    private static func unescaped(_ text: Substring) -> String {
        guard text.contains("\\") else { return String(text) }
        return String(text).replacing("\\040", with: " ").replacing("\\011", with: "\t").replacing("\\012", with: "\n")
            .replacing("\\134", with: "\\")
    }
}
