import Diagnostics

/// Walks a document along the table of keys: names unknown keys and those that this version does not act on.
struct KeyCheck {
    let context: ReadingContext
    /// Whether an unknown key is an error.
    let isStrict: Bool
    private let tree = KeyTree.shared

    init(context: ReadingContext, isStrict: Bool) {
        self.context = context
        self.isStrict = isStrict
    }

    /// Checks a document.
    func check(_ root: YAMLNode) { walk(root, schema: "", path: "", isQuiet: false) }

    /// - Parameters:
    ///   - schema: the path in the table.
    ///   - isQuiet: whether a parent already said that nothing here is acted on.
    private func walk(_ node: YAMLNode, schema: String, path: String, isQuiet: Bool) {
        switch node.content {
        case .scalar, .broken: return
        case .sequence(let items):
            guard tree.levels[schema + "[]"] != nil else { return }
            for (place, item) in items.enumerated() {
                walk(item, schema: schema + "[]", path: "\(path)[\(place)]", isQuiet: isQuiet)
            }
        case .mapping(let entries):
            guard let level = tree.levels[schema] else { return }
            for entry in entries {
                guard let row = level.rows[entry.key] else {
                    // Extension fields hold anchors and other tools' data, as in Compose files.
                    if schema.isEmpty, entry.key.hasPrefix("x-") { continue }
                    reportUnknown(entry, in: level, schema: schema, path: path)
                    continue
                }
                let below = path.isEmpty ? entry.key : "\(path).\(entry.key)"
                let isSaid = isQuiet || reportSupport(of: row, entry: entry, among: entries, path: below)
                if case .draft = row.support { continue }
                walk(entry.value, schema: row.path, path: below, isQuiet: isSaid)
            }
        }
    }

    /// - Returns: whether a warning was given.
    private func reportSupport(
        of row: ManifestKeys.Row, entry: YAMLNode.Entry, among entries: [YAMLNode.Entry], path: String
    ) -> Bool {
        let value = ValueReader(entry.value, path: path, keyMark: entry.keyMark, context: context)
        guard !value.isNull else { return false }
        func warn(_ words: String, _ consequence: String) {
            let name = entries.first { $0.key == "name" }.flatMap { text(of: $0.value, path: path) } ?? "?"
            let meaning = consequence.split(separator: "{name}", omittingEmptySubsequences: false).joined(
                separator: name)
            context.report.warning(
                "manifest.not-acted-on", "'\(words)' is not acted on by this version: \(meaning)", at: entry.keyMark,
                path: path)
        }
        switch row.support {
        case .applied: return false
        case .pending(let consequence):
            warn(entry.key, consequence)
            return true
        case .pendingIf(let condition, let consequence):
            // A mapping, such as a seccomp profile written out, is never the value that is acted on.
            let text = text(of: entry.value, path: path) ?? ""
            guard condition.holds(for: text) else { return false }
            warn(text.isEmpty ? entry.key : "\(entry.key): \(text)", consequence)
            return true
        case .draft(let hint):
            context.report.warning(
                "manifest.not-acted-on", "'\(entry.key)' comes from a draft of the format and is not acted on",
                at: entry.keyMark, path: path, hint: hint)
            return true
        }
    }

    private func text(of node: YAMLNode, path: String) -> String? {
        guard case .scalar(let scalar) = node.content else { return nil }
        return context.scalar(scalar, tag: node.tag, mark: node.mark, path: path)?.text
    }

    private func reportUnknown(_ entry: YAMLNode.Entry, in level: KeyTree.Level, schema: String, path: String) {
        guard context.report.makesRoom(for: isStrict ? .error : .warning) else { return }
        let place = path.isEmpty ? "" : " in \(path)"
        let below = path.isEmpty ? entry.key : "\(path).\(entry.key)"
        var hint = didYouMean(entry.key, among: level.names)
        let probe = schema.hasPrefix("spec.healthcheck") ? "spec.healthCheck" : schema
        if let other = ManifestKeys.otherNames["\(probe).\(entry.key)"] { hint = "the key is '\(other)' here" }
        if hint == nil, let parents = tree.parents[entry.key], let parent = parents.first {
            hint = parent.isEmpty ? "'\(entry.key)' belongs at the top" : "'\(entry.key)' belongs under '\(parent)'"
        }
        context.report.add(
            isStrict ? .error : .warning, "manifest.unknown-key", "unknown key '\(entry.key)'\(place)",
            at: entry.keyMark,
            path: below, hint: hint)
    }
}
