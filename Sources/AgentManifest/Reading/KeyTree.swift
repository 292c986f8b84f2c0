/// The table of keys as a tree, for walking along a document.
struct KeyTree {
    /// What is known below one path.
    struct Level {
        /// The keys in the order of the table.
        var names: [String] = []
        var rows: [String: ManifestKeys.Row] = [:]
    }

    /// By the path of a mapping, `[]` for the items of a list.
    private(set) var levels: [String: Level] = [:]
    /// The paths of each key name, for "it belongs under".
    private(set) var parents: [String: [String]] = [:]

    static let shared = KeyTree(ManifestKeys.rows)

    private init(_ rows: [ManifestKeys.Row]) {
        for row in rows { insert(row, isWritten: true) }
    }

    /// Parents without a row of their own, such as `spec.build`, are applied.
    private mutating func insert(_ row: ManifestKeys.Row, isWritten: Bool) {
        let cut = row.path.lastIndex(of: ".")
        let parent = cut.map { String(row.path[..<$0]) } ?? ""
        let name = String(cut.map { row.path[row.path.index(after: $0)...] } ?? row.path[...])
        if levels[parent, default: Level()].rows[name] == nil {
            levels[parent, default: Level()].names.append(name)
            parents[name, default: []].append(parent)
        } else if !isWritten {
            return
        }
        levels[parent, default: Level()].rows[name] = row
        guard !parent.isEmpty else { return }
        insert(ManifestKeys.Row(parent.hasSuffix("[]") ? String(parent.dropLast(2)) : parent), isWritten: false)
    }
}
