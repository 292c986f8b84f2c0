/// The keys by their places, for walking along a document.
struct KeyTree {
    /// What is known below one path.
    struct Level {
        /// The keys in the order of their declarations.
        var names: [String] = []
        var rows: [String: ManifestKeys.Row] = [:]
    }

    /// By the path of a mapping, `[]` for the items of a list.
    private(set) var levels: [String: Level] = [:]
    /// The paths of each key name, for "it belongs under".
    private(set) var parents: [String: [String]] = [:]

    static let shared = KeyTree(ManifestKeys.rows)

    private init(_ rows: [ManifestKeys.Row]) {
        for row in rows {
            let cut = row.path.lastIndex(of: ".")
            let parent = cut.map { String(row.path[..<$0]) } ?? ""
            let name = String(cut.map { row.path[row.path.index(after: $0)...] } ?? row.path[...])
            levels[parent, default: Level()].names.append(name)
            levels[parent, default: Level()].rows[name] = row
            parents[name, default: []].append(parent)
        }
    }
}
