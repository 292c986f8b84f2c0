/// The control groups of one process: `/proc/PID/cgroup` (cgroups(7)), below `/sys/fs/cgroup`.
struct ControlGroups: Sendable {
    private static let root = "/sys/fs/cgroup"

    /// The path of each controller; the empty one is the unified hierarchy's.
    private let byController: [Substring: Substring]

    init?(of process: Int) {
        guard let text = KernelView.text("/proc/\(process)/cgroup") else { return nil }
        var found: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            for controller in fields[1].split(separator: ",", omittingEmptySubsequences: false) {
                found[controller] = fields[2]
            }
        }
        byController = found
    }

    var paths: [Substring] { Array(byController.values) }

    /// Whether limits are those of version 2: no controller is on a hierarchy of its own.
    var isUnified: Bool { byController["memory"] == nil && byController["pids"] == nil }

    func text(_ controller: Substring, _ file: String) -> String? {
        guard !file.isEmpty, let path = byController[isUnified ? "" : controller] else { return nil }
        let folders =
            isUnified
            ? ["", "/unified"]
            : ["/\(controller)"] + byController.keys.filter { $0 == controller }.map { "/\($0),cpuacct" }
        for folder in folders {
            if let text = KernelView.text("\(Self.root)\(folder)\(path)/\(file)") { return text }
        }
        return nil
    }

    /// A limit; nil where there is none (`max`, -1, or a number near the largest).
    func number(_ controller: Substring, v1: String, v2: String) -> Int64? {
        guard let text = text(controller, isUnified ? v2 : v1), let line = text.split(separator: "\n").first,
            let number = Int64(line), number >= 0, number < Int64.max - (1 << 20)
        else { return nil }
        return number
    }
}
