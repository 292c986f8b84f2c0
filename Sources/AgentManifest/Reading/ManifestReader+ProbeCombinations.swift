extension ManifestReader {
    /// `all: [probe, …]` or `any: [probe, …]`, with the times beside it.
    func readCombination(_ mapping: MappingReader) -> Manifest.Probe? {
        if mapping["all"] != nil, let other = mapping["any"] {
            other.fail("'all' and 'any' are both given", hint: "keep one of the two")
            return nil
        }
        guard let list = mapping["all"] ?? mapping["any"] else { return nil }
        var probe = Manifest.Probe(mapping["all"] != nil ? .all : .any)
        for key in Self.checkKeys {
            mapping[key]?.fail(
                "'\(key)' cannot stand beside '\(probe.kind.rawValue)'", hint: "move it into one of the list's items")
        }
        mapping.read(Manifest.Probe.times, into: &probe)
        guard let items = list.items(hint: "such as '[{type: http}, {type: file, path: /ready}]'") else { return nil }
        if items.isEmpty { list.fail("expected at least one health check") }
        probe.items = items.compactMap { item in
            guard let mapping = item.mapping(hint: "such as '{type: http, path: /health}'") else { return nil }
            for key in ["all", "any"] {
                guard let nested = mapping[key] else { continue }
                nested.fail("'\(key)' cannot stand within '\(probe.kind.rawValue)'", hint: "one level is all there is")
                return nil
            }
            for key in Manifest.Probe.times.map(\.key.name) {
                mapping[key]?.warn(
                    "'\(key)' has no effect on one of several health checks",
                    hint: "write it beside '\(probe.kind.rawValue)'")
            }
            return readSingleProbe(mapping)
        }
        return probe
    }

    /// What `type` says.
    func readKind(_ type: ValueReader) -> Manifest.Probe.Kind? {
        guard let kind = type.choice(Manifest.Probe.Kind.self, what: "type of health check") else { return nil }
        guard kind.isCombination else { return kind }
        type.fail(
            "'\(kind.rawValue)' is no type of health check",
            hint: "write '\(kind.rawValue): [{type: http}, {type: tcp}]' in its place")
        return nil
    }
}
