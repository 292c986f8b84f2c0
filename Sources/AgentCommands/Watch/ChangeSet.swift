/// What has changed since somebody last looked. A pure value.
struct ChangeSet: Sendable, Hashable {
    /// What happened to a file.
    enum Kind: Sendable, Hashable {
        /// It was made, and was not there before.
        case created
        /// It was made or changed.
        case changed
        /// It is gone.
        case removed
    }

    /// What happened to each file, by its absolute path.
    private(set) var kinds: [String: Kind] = [:]
    /// Whether changes were missed, so that everything counts as changed.
    var isEverything = false

    var isEmpty: Bool { kinds.isEmpty && !isEverything }

    /// The absolute paths, sorted.
    var paths: [String] { kinds.keys.sorted() }

    /// Takes one more change. What comes and goes, as editors' files do, is none.
    mutating func note(_ path: String, _ kind: Kind) {
        switch (kinds[path], kind) {
        case (.created, .removed): kinds[path] = nil
        case (.created, _): break
        case (.removed, .created): kinds[path] = .changed
        default: kinds[path] = kind
        }
    }

    /// These changes, then `later`.
    func followed(by later: ChangeSet) -> ChangeSet {
        var all = self
        for (path, kind) in later.kinds { all.note(path, kind) }
        all.isEverything = isEverything || later.isEverything
        return all
    }
}
