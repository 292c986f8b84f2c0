extension ManifestReader {
    func readProbes(_ spec: MappingReader, into manifest: inout Manifest) {
        let both = spec["healthCheck"]
        let apart = spec["healthcheck"]
        if let both, let apart {
            apart.fail(
                "'healthCheck' and 'healthcheck' are both given",
                hint: "keep one of the two; the other is in line \(both.keyMark.line)")
        }
        if let both, let probe = readProbe(both) {
            manifest.readiness = probe
            manifest.liveness = probe
        }
        guard let apart, let mapping = apart.mapping() else { return }
        let readiness = mapping["readiness"]
        let liveness = mapping["liveness"]
        guard readiness != nil || liveness != nil else {
            // The format's drafts write the probe right below `healthcheck`.
            if !mapping.entries.isEmpty, let probe = readProbe(apart) {
                manifest.readiness = probe
                manifest.liveness = probe
            }
            return
        }
        for value in mapping.values where KeyTree.shared.levels["spec.healthcheck.readiness"]?.rows[value.key] != nil {
            value.reader.warn(
                "'\(value.key)' has no effect beside 'readiness' and 'liveness'", hint: "move it into one of the two")
        }
        manifest.readiness = readiness.flatMap(readProbe)
        manifest.liveness = liveness.flatMap(readProbe)
        if let liveness, manifest.liveness?.kind == .log {
            liveness.warn(
                "a line of the log cannot tell whether the agent is still alive",
                hint: "use another type; without 'liveness' a running agent is not asked again")
        }
    }

    /// What a single check says, beside its times.
    static let checkKeys = [
        "type", "command", "path", "port", "expect", "scheme", "insecure", "headers", "followRedirects", "address",
    ]

    func readProbe(_ value: ValueReader) -> Manifest.Probe? {
        guard let mapping = value.mapping(hint: "such as '{type: http, path: /health}'") else { return nil }
        if mapping["all"] != nil || mapping["any"] != nil { return readCombination(mapping) }
        return readSingleProbe(mapping)
    }

    func readSingleProbe(_ mapping: MappingReader) -> Manifest.Probe? {
        var kind: Manifest.Probe.Kind = mapping["command"] == nil ? .http : .command
        if let type = mapping["type"] {
            guard let written = readKind(type) else { return nil }
            kind = written
        }
        var probe = Manifest.Probe(kind)
        warnUnused(in: mapping, of: kind)
        mapping.read(Manifest.Probe.times, into: &probe)
        if [.http, .tcp].contains(kind) {
            probe.port = mapping["port"]?.integer(in: 1...65535, what: "a port")
            readRequest(mapping, into: &probe)
        }
        switch kind {
        case .http:
            if let path = mapping["path"], let text = path.text() {
                probe.path = text
                if !text.hasPrefix("/") || text.contains(where: \.isWhitespace) {
                    path.fail(
                        "expected a path that begins with '/', found '\(text)'",
                        hint: "such as '/health'; host and port are not part of it")
                }
            }
            if let expect = mapping["expect"] {
                probe.expect = readStatuses(expect).map { .statuses($0) } ?? probe.expect
            }
        case .command:
            probe.command =
                mapping.required("command", hint: "such as 'command: [curl, -f, http://localhost:8080/health]'")
                .flatMap(readCommand) ?? []
            if let expect = mapping["expect"] { probe.expect = readOutput(expect) ?? probe.expect }
        case .file:
            if let path = mapping.required("path", hint: "the file that must exist in the container"),
                let text = path.text()
            {
                probe.path = text
                if !text.hasPrefix("/") {
                    path.fail("'path' must be an absolute path in the container, found '\(text)'")
                }
            }
            if let expect = mapping["expect"] { probe.expect = expect.text().map { .text($0) } }
        case .log:
            let hint = "a regular expression that a line of the log must match"
            if let expect = mapping.required("expect", hint: hint), let pattern = expect.text() {
                probe.expect = .pattern(pattern)
                if (try? Regex(pattern)) == nil { expect.fail("'\(pattern)' is not a regular expression") }
            }
        case .tcp, .engine, .all, .any: break
        }
        return probe
    }

    private func warnUnused(in mapping: MappingReader, of kind: Manifest.Probe.Kind) {
        let used: [String] =
            switch kind {
            case .http: ["path", "port", "expect", "scheme", "insecure", "headers", "followRedirects", "address"]
            case .tcp: ["port", "address"]
            case .command: ["command", "expect"]
            case .file: ["path", "expect"]
            case .log: ["expect"]
            case .engine, .all, .any: []
            }
        for key in Self.checkKeys where key != "type" && !used.contains(key) {
            mapping[key]?.warn("'\(key)' has no effect on a health check of type \(kind.rawValue)")
        }
    }

    /// A list is a program with its arguments, a text is for the shell.
    private func readCommand(_ value: ValueReader) -> [String]? {
        if case .scalar = value.node.content { return value.text().map { ["/bin/sh", "-c", $0] } }
        guard let command = value.texts() else { return nil }
        // `CMD` and `CMD-SHELL` are how Dockerfiles and Compose files begin the same list.
        switch command.first {
        case "CMD" where command.count > 1: return Array(command.dropFirst())
        case "CMD-SHELL" where command.count == 2: return ["/bin/sh", "-c", command[1]]
        case nil, "": value.fail("'command' must name a program")
        default: return command
        }
        return nil
    }

    /// `200`, `200-399`, `200,204` or a list of these.
    private func readStatuses(_ value: ValueReader) -> [ClosedRange<Int>]? {
        let items = if case .sequence = value.node.content { value.items() ?? [] } else { [value] }
        var ranges: [ClosedRange<Int>] = []
        for item in items {
            guard let text = item.text() else { return nil }
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { word in
                    Int(word.filter { $0 != " " }).flatMap { (100...599).contains($0) ? $0 : nil }
                }
                guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last else {
                    item.fail(
                        "expected a status from 100 to 599, a range such as 200-399, or a list of them, found '\(text)'"
                    )
                    return nil
                }
                ranges.append(first...last)
            }
        }
        if ranges.isEmpty { value.fail("expected at least one status") }
        return ranges.isEmpty ? nil : ranges
    }

    /// A number is the exit code, a text must be part of the output.
    private func readOutput(_ value: ValueReader) -> Manifest.Probe.Expectation? {
        guard case .scalar(let scalar) = value.node.content, scalar.style == .plain, value.node.tag == nil,
            case .integer = CoreSchema(scalar.text)
        else { return value.text().map { .text($0) } }
        return value.integer(in: 0...255, what: "an exit code").map { .exitCode($0) }
    }
}
