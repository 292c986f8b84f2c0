/// Builds the documents of one file from libyaml's events; every mistake goes to the report.
///
/// Recursion is bounded by ``YAMLLimits/depth``.
struct YAMLComposer {
    /// One document of a file.
    struct Document {
        var root: YAMLNode
        /// Where it begins.
        var mark: SourceMark
    }

    /// Thrown after a mistake that ends the reading of the file was reported.
    private struct Stop: Error {}

    private let events: YAMLEventReader
    private let report: DiagnosticReport
    private var anchors: [String: YAMLNode?] = [:]
    private var aliasBytes = 0

    private init(_ text: SourceText, report: DiagnosticReport) {
        events = YAMLEventReader(text.bytes)
        self.report = report
    }

    /// The documents of a text; those before a mistake in the syntax are among them.
    static func documents(of text: SourceText, report: DiagnosticReport) -> [Document] {
        var composer = YAMLComposer(text, report: report)
        var documents: [Document] = []
        do throws(Stop) {
            while true {
                let event = try composer.next()
                switch event.kind {
                case .streamEnd: return documents
                case .documentStart:
                    guard documents.count < YAMLLimits.documents else {
                        report.error(
                            "manifest.limit", "more than \(YAMLLimits.documents) documents in one file", at: event.mark)
                        return documents
                    }
                    composer.anchors = [:]
                    let first = try composer.next()
                    documents.append(Document(root: try composer.node(from: first, depth: 0), mark: first.mark))
                default: continue
                }
            }
        } catch {
            return documents
        }
    }

    private func next() throws(Stop) -> YAMLEvent {
        do {
            return try events.next()
        } catch {
            YAMLSyntaxHint.report(error, to: report)
            throw Stop()
        }
    }

    private mutating func node(from event: YAMLEvent, depth: Int) throws(Stop) -> YAMLNode {
        switch event.kind {
        case .scalar(let text, let style, let anchor, let tag):
            check(tag, in: YAMLTag.ofScalars, on: "text", at: event.mark)
            let node = YAMLNode.scalar(text, style: style, tag: tag, mark: event.mark)
            if let anchor { anchors[anchor] = node }
            return node
        case .alias(let name): return try target(of: name, depth: depth, at: event.mark)
        case .sequenceStart(let anchor, let tag):
            check(tag, in: YAMLTag.ofSequences, on: "a list", at: event.mark)
            try enter(anchor, depth: depth, at: event.mark)
            let node = YAMLNode.sequence(try items(depth: depth + 1), tag: tag, mark: event.mark)
            if let anchor { anchors[anchor] = node }
            return node
        case .mappingStart(let anchor, let tag):
            check(tag, in: YAMLTag.ofMappings, on: "a mapping", at: event.mark)
            try enter(anchor, depth: depth, at: event.mark)
            let node = YAMLNode.mapping(try entries(depth: depth + 1), tag: tag, mark: event.mark)
            if let anchor { anchors[anchor] = node }
            return node
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
            return .broken(at: event.mark)
        }
    }

    /// Notes that a collection is being read; an alias to it from inside finds nil.
    private mutating func enter(_ anchor: String?, depth: Int, at mark: SourceMark) throws(Stop) {
        if let anchor { anchors[anchor] = .some(nil) }
        guard depth < YAMLLimits.depth else { throw tooDeep(at: mark) }
    }

    private func tooDeep(at mark: SourceMark) -> Stop {
        report.error("manifest.limit", "lists and mappings are nested deeper than \(YAMLLimits.depth) levels", at: mark)
        return Stop()
    }

    private mutating func target(of name: String, depth: Int, at mark: SourceMark) throws(Stop) -> YAMLNode {
        guard let known = anchors[name] else {
            report.error(
                "manifest.syntax", "unknown anchor '\(name)'", at: mark,
                hint: "an anchor '&\(name)' must come before '*\(name)' in the same document")
            return .broken(at: mark)
        }
        guard let node = known else {
            report.error("manifest.syntax", "the alias '*\(name)' stands inside the value that it names", at: mark)
            return .broken(at: mark)
        }
        guard depth + node.height <= YAMLLimits.depth else { throw tooDeep(at: mark) }
        aliasBytes += node.weight
        guard aliasBytes <= YAMLLimits.aliasBytes else {
            report.error(
                "manifest.limit", "the aliases of this file expand to more than 4 MiB", at: mark,
                hint: "write the values out, or move them to a file of their own")
            throw Stop()
        }
        return node
    }

    private mutating func items(depth: Int) throws(Stop) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while true {
            let event = try next()
            if case .sequenceEnd = event.kind { return items }
            items.append(try node(from: event, depth: depth))
        }
    }

    private mutating func entries(depth: Int) throws(Stop) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var merges: [YAMLNode] = []
        var places: [String: SourceMark] = [:]
        while true {
            let event = try next()
            if case .mappingEnd = event.kind { break }
            let isMerge = Self.isMerge(event)
            let key = try node(from: event, depth: depth)
            let value = try node(from: try next(), depth: depth)
            guard case .scalar(let scalar) = key.content else {
                if case .broken = key.content { continue }
                report.error(
                    "manifest.syntax", "a key must be text", at: event.mark,
                    hint: "put text that begins with '{' or '[' in quotes")
                continue
            }
            if let first = places[scalar.text] {
                report.error(
                    "manifest.duplicate-key", "duplicate key '\(scalar.text)'", at: event.mark,
                    hint: "it is already given in line \(first.line)")
                continue
            }
            places[scalar.text] = event.mark
            if isMerge {
                merges.append(value)
            } else {
                entries.append(YAMLNode.Entry(key: scalar.text, keyMark: event.mark, value: value))
            }
        }
        for merge in merges { add(merge, to: &entries, known: &places) }
        return entries
    }

    private static func isMerge(_ event: YAMLEvent) -> Bool {
        guard case .scalar("<<", .plain, _, let tag) = event.kind else { return false }
        return tag == nil || tag == YAMLTag.merge
    }

    /// Adds what a merge key brings: keys that are already there win, and so do earlier mappings of a list.
    private func add(_ merge: YAMLNode, to entries: inout [YAMLNode.Entry], known: inout [String: SourceMark]) {
        switch merge.content {
        case .mapping(let merged):
            for entry in merged where known[entry.key] == nil {
                known[entry.key] = entry.keyMark
                entries.append(entry)
            }
        case .sequence(let parts):
            for part in parts {
                if case .sequence = part.content {
                    refuse(part)
                } else {
                    add(part, to: &entries, known: &known)
                }
            }
        case .scalar: refuse(merge)
        case .broken: break
        }
    }

    private func refuse(_ merge: YAMLNode) {
        report.error(
            "manifest.syntax", "the merge key '<<' needs a mapping or a list of mappings", at: merge.mark,
            hint: "such as '<<: *defaults'")
    }

    private func check(_ tag: String?, in known: Set<String>, on what: String, at mark: SourceMark) {
        guard let tag, !known.contains(tag) else { return }
        if tag.hasPrefix(YAMLTag.prefix), tag != YAMLTag.merge {
            report.error("manifest.tag", "the tag \(YAMLTag.written(tag)) does not fit \(what)", at: mark)
        } else if tag != YAMLTag.merge {
            report.warning("manifest.tag", "the tag \(YAMLTag.written(tag)) has no meaning in a manifest", at: mark)
        }
    }
}
