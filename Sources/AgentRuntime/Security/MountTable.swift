import FoundationEssentials

/// The mounts that a process sees: `/proc/PID/mountinfo` (proc_pid_mountinfo(5)).
struct MountTable: Sendable {
    struct Entry: Sendable, Hashable {
        var target: String
        /// The options of this mount, such as `ro` and `noexec`.
        var options: Set<Substring>
        /// Such as `tmpfs`.
        var fileSystem: String
        /// Which file system it is, as `major:minor`, and the path in it that is mounted.
        var device: String
        var root: String

        /// Where a path below the target is in the file system.
        func place(of path: String) -> String {
            MountPolicy.normalised(root + "/" + path.dropFirst(target == "/" ? 0 : target.count))
        }
    }

    private let entries: [Entry]

    /// The mounts of this process; none where the kernel does not tell.
    static var own: MountTable { MountTable(of: "self") ?? MountTable(parsing: "") }

    /// The mounts of a process; nil where we may not see them.
    init?(of process: String) {
        guard let text = KernelView.text("/proc/\(process)/mountinfo") else { return nil }
        self.init(parsing: text)
    }

    init(parsing text: String) {
        entries = text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 6, let dash = fields[6...].firstIndex(of: "-"), dash + 1 < fields.count else {
                return nil
            }
            return Entry(
                target: Self.unescaped(fields[4]), options: Set(fields[5].split(separator: ",")),
                fileSystem: String(fields[dash + 1]), device: String(fields[2]), root: Self.unescaped(fields[3]))
        }
    }

    /// The topmost mount right on a path.
    subscript(target: String) -> Entry? { entries.last { $0.target == target } }

    /// The mount that a path is in; a path that is not there yet is in the one of the nearest folder above.
    func entry(holding path: String) -> Entry? { entry(holdingReal: MountPolicy.resolved(path)) }

    private func entry(holdingReal real: String) -> Entry? {
        entries.filter { real == $0.target || real.hasPrefix($0.target == "/" ? "/" : $0.target + "/") }
            .enumerated().max { ($0.element.target.count, $0.offset) < ($1.element.target.count, $1.offset) }?.element
    }

    /// Whether a folder shows another path, in a mount of the same part of a file system; both are without links.
    ///
    /// A mount of `/run` at `/srv/jail/run` has the very same sockets, and a container that gets `/srv/jail` gets the mount too.
    func shows(_ path: String, in folder: String) -> Bool {
        guard let home = entry(holdingReal: path), let own = entry(holdingReal: folder) else { return false }
        let place = home.place(of: path)
        if own.device == home.device, MountPolicy.contains(own.place(of: folder), place) { return true }
        return entries.contains {
            $0.device == home.device && $0.target != folder && MountPolicy.contains(folder, $0.target)
                && MountPolicy.contains($0.root, place)
        }
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
