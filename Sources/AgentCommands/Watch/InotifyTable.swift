import Diagnostics
import Glibc
import SystemPackage

/// The folders that the kernel watches for us: inotify(7).
///
/// Not safe for use by several threads at once; the thread of a ``FolderWatcher`` owns one. Its calls block.
final class InotifyTable {
    /// `IN_ATTRIB` is for what becomes executable.
    private static let mask = UInt32(
        IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_ONLYDIR
            | IN_EXCL_UNLINK)

    /// Becomes readable when something has happened.
    let descriptor: CInt
    private var scope = WatchScope()
    /// The paths of each watched folder; one that is reached in two ways has two.
    private var paths: [CInt: Set<String>] = [:]
    private var watches: [String: CInt] = [:]
    private let report: (WatchEvent) -> Void

    /// - Throws: ``CommandError`` when the system has none left.
    init(report: @escaping (WatchEvent) -> Void) throws {
        self.report = report
        descriptor = inotify_init1(CInt(IN_CLOEXEC) | CInt(IN_NONBLOCK))
        guard descriptor >= 0 else { throw WatchFailure.instances(Errno(rawValue: errno)) }
    }

    deinit { close(descriptor) }

    /// Watches what `scope` says, and nothing else. Folders that are not there are left out.
    ///
    /// - Throws: ``CommandError`` when the kernel's limit is reached.
    func cover(_ scope: WatchScope) throws {
        if scope == self.scope, scope.trees.allSatisfy({ watches[$0.root] != nil }) { return }
        self.scope = scope
        let parents = scope.parents
        for path in watches.keys where !parents.contains(path) && !scope.descends(into: path) { forget(path) }
        try coverAll(parents)
    }

    private func coverAll(_ parents: Set<String>) throws {
        for path in parents { _ = try watch(path) }
        for tree in scope.trees { try watch(tree: tree.root, reporting: false) }
    }

    /// Reads what has happened and reports it.
    ///
    /// - Throws: ``CommandError``.
    func readEvents() throws {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else {
                let reason = Errno(rawValue: errno)
                if count < 0, reason == .interrupted { continue }
                if count == 0 || reason == .resourceTemporarilyUnavailable { return }
                throw WatchFailure.reading(reason)
            }
            var offset = 0
            let header = MemoryLayout<inotify_event>.size
            while offset + header <= count {
                let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self) }
                let end = offset + header + Int(event.len)
                let name = String(decoding: buffer[offset + header..<end].prefix { $0 != 0 }, as: UTF8.self)
                offset = end
                try take(event, name)
            }
        }
    }

    private func take(_ event: inotify_event, _ name: String) throws {
        func has(_ flags: Int32) -> Bool { event.mask & UInt32(flags) != 0 }
        if has(IN_Q_OVERFLOW) {
            report(.everything)
            // New folders may have been missed too.
            return try coverAll(scope.parents)
        }
        if has(IN_IGNORED) {
            for path in paths.removeValue(forKey: event.wd) ?? [] { watches[path] = nil }
            return
        }
        guard !name.isEmpty else { return }
        let isFolder = has(Int32(IN_ISDIR))
        let isGone = has(IN_DELETE | IN_MOVED_FROM)
        if isFolder, has(IN_ATTRIB) { return }
        for folder in paths[event.wd] ?? [] {
            let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
            if isFolder, isGone { forgetAll(below: path) }
            if scope.contains(path) {
                report(.changed(path: path, isGone ? .removed : has(IN_CREATE) ? .created : .changed))
            }
            if isFolder, !isGone, scope.descends(into: path) { try watch(tree: path, reporting: true) }
        }
    }

    /// Watches a folder and all below it that count.
    ///
    /// - Parameter reporting: whether what is there is reported: it may have come before the watch.
    private func watch(tree root: String, reporting: Bool) throws {
        var folders = [root]
        while let folder = folders.popLast() {
            guard try watch(folder) else { continue }
            for (name, isFolder) in Self.entries(of: folder) {
                let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
                if reporting, scope.contains(path) { report(.changed(path: path, .changed)) }
                if isFolder, scope.descends(into: path) { folders.append(path) }
            }
        }
    }

    /// - Returns: whether there is such a folder.
    private func watch(_ path: String) throws -> Bool {
        // A root, or a folder that somebody named, may be a link; what is found below is not followed.
        let isNamed = scope.files.contains(path) || scope.parents.contains(path)
        let flags = isNamed ? Self.mask : Self.mask | UInt32(IN_DONT_FOLLOW)
        let watch = inotify_add_watch(descriptor, path, flags)
        guard watch >= 0 else {
            let reason = Errno(rawValue: errno)
            if reason == .noSpace || reason == .noMemory { throw WatchFailure.watches(reason, count: paths.count) }
            return false
        }
        if let old = watches[path], old != watch { forget(path) }
        watches[path] = watch
        paths[watch, default: []].insert(path)
        return true
    }

    private func forgetAll(below path: String) {
        for watched in watches.keys where watched == path || watched.hasPrefix(path + "/") { forget(watched) }
    }

    private func forget(_ path: String) {
        guard let watch = watches.removeValue(forKey: path) else { return }
        paths[watch]?.remove(path)
        guard paths[watch]?.isEmpty == true else { return }
        paths[watch] = nil
        _ = inotify_rm_watch(descriptor, watch)
    }

    /// The names in a folder, and which of them are folders.
    private static func entries(of folder: String) -> [(name: String, isFolder: Bool)] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var entries: [(String, Bool)] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            var isFolder = entry.pointee.d_type == UInt8(DT_DIR)
            if entry.pointee.d_type == UInt8(DT_UNKNOWN) {
                var status = stat()
                isFolder = lstat("\(folder)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            }
            entries.append((name, isFolder))
        }
        return entries
    }
}

/// Why the kernel does not watch.
enum WatchFailure {
    static func instances(_ reason: Errno) -> CommandError {
        CommandError(
            .inputOutput, "cannot watch files: \(reason)",
            hint: "the limits are the sysctl fs.inotify.max_user_instances, and that of open files (ulimit -n)")
    }

    static func watches(_ reason: Errno, count: Int) -> CommandError {
        CommandError(
            .inputOutput, "cannot watch more than \(count) folders: \(reason)",
            hint: "raise the sysctl fs.inotify.max_user_watches, or name folders that do not count in .dockerignore")
    }

    static func reading(_ reason: Errno) -> CommandError {
        CommandError(.inputOutput, "cannot watch files any longer: \(reason)")
    }
}
