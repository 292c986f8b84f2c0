import AgentRuntime

/// What of the file system is watched. A pure value; paths are absolute, without a slash at their end.
struct WatchScope: Sendable, Hashable {
    /// A folder with all below it.
    struct Tree: Sendable, Hashable {
        var root: String
        /// What is left out, by paths relative to the root.
        var rules: IgnoreRules

        /// The path relative to the root; nil when it is not below it.
        func relative(_ path: String) -> String? {
            let prefix = root.hasSuffix("/") ? root : root + "/"
            return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
        }
    }

    /// What editors write beside the files that they edit, and what version control keeps for itself.
    static let noise = [
        "**/*~", "**/.*.sw?", "**/.*.swpx", "**/4913", "**/.#*", "**/#*#", "**/.*.kate-swp", "**/*___jb_tmp___",
        "**/*___jb_old___", "**/.goutputstream-*", "**/.git", "**/.hg", "**/.svn",
    ]

    var trees: [Tree]
    /// Single files, there or not.
    var files: Set<String>

    init(trees: [Tree] = [], files: Set<String> = []) {
        self.trees = trees
        // A folder that is removed and made again is seen from the one above it.
        self.files = files.union(trees.map(\.root))
    }

    /// The folders that ``files`` stand in.
    var parents: Set<String> { Set(files.filter { $0 != "/" }.map(Self.parent)) }

    /// Whether a change of `path` counts.
    func contains(_ path: String) -> Bool {
        files.contains(path) || trees.contains { tree in tree.relative(path).map { !tree.rules.ignores($0) } ?? false }
    }

    /// Whether something below the folder `path` may count.
    func descends(into path: String) -> Bool {
        trees.contains { tree in
            if path == tree.root { return true }
            guard let relative = tree.relative(path) else { return false }
            return !tree.rules.ignores(relative) || tree.rules.mayTakeBack(below: relative)
        }
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
