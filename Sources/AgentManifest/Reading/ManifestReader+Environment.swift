extension ManifestReader {
    /// A list of mappings or of `NAME=value`, or a mapping of names to values.
    func readEnvironment(_ spec: MappingReader) -> [Manifest.EnvironmentVariable] {
        guard let value = spec["environment"] else { return [] }
        if case .mapping = value.node.content { return readEnvironmentMap(value) }
        var result: [Manifest.EnvironmentVariable] = []
        var lines: [String: Int] = [:]
        for item in value.items(hint: "write a list of 'NAME=value' or '- name: NAME', or a mapping") ?? [] {
            guard let variable = readVariable(item) else { continue }
            if let first = lines[variable.name] {
                (item["name"] ?? item).fail(
                    "the variable \(variable.name) is set twice", code: "manifest.duplicate",
                    hint: "it is already set in line \(first)")
                continue
            }
            lines[variable.name] = (item["name"] ?? item).keyMark.line
            result.append(variable)
        }
        return result
    }

    private func readEnvironmentMap(_ value: ValueReader) -> [Manifest.EnvironmentVariable] {
        (value.mapping()?.values ?? []).enumerated().compactMap { place, entry in
            // By the path that an item of a list has, too, so that any later step finds its place.
            context.report.positions["\(value.path)[\(place)]"] = context.report.position(entry.reader.keyMark)
            checkVariableName(entry.key, at: entry.reader)
            if entry.reader.isNull {
                return Manifest.EnvironmentVariable(name: entry.key, source: .hostEnvironmentIfSet(key: entry.key))
            }
            return entry.reader.writtenText().map {
                Manifest.EnvironmentVariable(name: entry.key, source: .value($0))
            }
        }
    }

    private func readVariable(_ item: ValueReader) -> Manifest.EnvironmentVariable? {
        guard case .scalar = item.node.content, !item.isNull else {
            return item.mapping(hint: "such as 'NAME=value' or '- name: NAME'").flatMap { readVariable($0, item) }
        }
        guard let text = item.text() else { return nil }
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !parts[0].isEmpty else {
            item.fail("expected a name before '='", hint: "such as 'NAME=value'")
            return nil
        }
        checkVariableName(parts[0], at: item)
        return Manifest.EnvironmentVariable(
            name: parts[0], source: parts.count == 2 ? .value(parts[1]) : .hostEnvironmentIfSet(key: parts[0]))
    }

    /// Where a variable comes from, as `from` names it.
    private enum Origin: String, CaseIterable {
        case secret, env, file, configmap

        /// The keys that make sense with it.
        var keys: [String] {
            switch self {
            case .secret: ["secretName", "secretKey", "defaultValue"]
            case .env: ["envKey", "defaultValue"]
            case .file: ["path", "defaultValue"]
            case .configmap: ["configMapName", "configMapKey", "path", "defaultValue"]
            }
        }
    }

    private func readVariable(_ mapping: MappingReader, _ item: ValueReader) -> Manifest.EnvironmentVariable? {
        guard let nameValue = mapping.required("name", hint: "such as 'name: LOG_LEVEL'"), let name = nameValue.text()
        else {
            return nil
        }
        checkVariableName(name, at: nameValue)
        let defaultValue = mapping.evenNull("defaultValue")?.writtenText()
        func variable(_ source: Manifest.EnvironmentVariable.Source) -> Manifest.EnvironmentVariable {
            Manifest.EnvironmentVariable(name: name, source: source, defaultValue: defaultValue)
        }
        guard let fromValue = mapping["from"] else {
            let value = mapping.evenNull("value")
            warnUnused(in: mapping, except: [], because: "without 'from'")
            if value == nil {
                item.warn(
                    "the variable \(name) has neither 'value' nor 'from'; it is set to the empty text",
                    hint: "write 'value: \"\"' if that is meant, 'from: env' to take it from the host")
            }
            return variable(.value(value?.writtenText() ?? ""))
        }
        if let value = mapping.evenNull("value") {
            value.fail("'value' and 'from' exclude each other", hint: "remove one of the two")
        }
        guard let word = fromValue.text() else { return nil }
        // A word of the format's drafts for the same thing.
        guard let origin = Origin(rawValue: word == "config" ? "configmap" : word) else {
            fromValue.refuse(word, what: "source of a variable", expected: Origin.allCases.map(\.rawValue))
            return nil
        }
        warnUnused(in: mapping, except: origin.keys, because: "with 'from: \(word)'")
        switch origin {
        case .secret:
            return variable(.secret(name: mapping["secretName"]?.text() ?? name, key: mapping["secretKey"]?.text()))
        case .env: return variable(.hostEnvironment(key: mapping["envKey"]?.text() ?? name))
        case .file:
            let hint = "the file whose content becomes the value"
            return mapping.required("path", hint: hint)?.text().map { variable(.file(path: $0)) }
        case .configmap:
            let path = mapping["path"]?.text()
            if mapping["path"] == nil {
                let result = defaultValue == nil ? "is not set in the agent" : "has its default value"
                fromValue.warn(
                    "'from: \(word)' without 'path' is not acted on by this version: the variable \(name) \(result)",
                    code: "manifest.not-acted-on", hint: "name a file or folder of this machine with 'path'")
            }
            return variable(
                .configMap(name: mapping["configMapName"]?.text(), key: mapping["configMapKey"]?.text(), path: path))
        }
    }

    private func warnUnused(in mapping: MappingReader, except used: [String], because reason: String) {
        for key in ["secretName", "secretKey", "envKey", "path", "configMapName", "configMapKey", "defaultValue"]
        where !used.contains(key) {
            mapping[key]?.warn("'\(key)' has no effect \(reason)")
        }
    }

    private func checkVariableName(_ name: String, at value: ValueReader) {
        if name.contains("=") || name.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 })
        {
            value.fail(
                "'\(name)' is not a valid variable name",
                hint: "use letters, digits and '_'; write the value under 'value:'")
            return
        }
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
        }
        let startsWithDigit = name.utf8.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
        if !isPlain || startsWithDigit {
            value.warn(
                "the variable name '\(name)' is not one that every shell can read", code: "manifest.value",
                hint: "use letters, digits and '_', and begin with a letter")
        }
    }

    func readSecrets(_ spec: MappingReader) -> [Manifest.Secret] {
        var result: [Manifest.Secret] = []
        var names: Set<String> = []
        for item in spec["secrets"]?.items() ?? [] {
            guard let mapping = item.mapping(), let secret = readSecret(mapping) else { continue }
            if !names.insert(secret.name).inserted {
                mapping["name"]?.fail("the secret '\(secret.name)' is declared twice", code: "manifest.duplicate")
            }
            result.append(secret)
        }
        return result
    }

    private func readSecret(_ mapping: MappingReader) -> Manifest.Secret? {
        guard let nameValue = mapping.required("name"), let name = nameValue.text() else { return nil }
        let allowed = name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "._-".unicodeScalars.contains($0))
        }
        if !allowed || name == "." || name == ".." {
            nameValue.fail(
                "'\(name)' is not a valid secret name",
                hint: "use letters, digits, '.', '_' and '-'; it becomes a file's name")
        }
        guard let fromValue = mapping.required("from", hint: "env, file or exec"), let word = fromValue.text() else {
            return nil
        }
        func unused(_ keys: [String]) {
            for key in keys { mapping[key]?.warn("'\(key)' has no effect with 'from: \(word)'") }
        }
        switch word {
        case "env":
            unused(["path", "command", "secretName", "secretKey"])
            return Manifest.Secret(name: name, source: .hostEnvironment(key: mapping["envKey"]?.text() ?? name))
        case "file":
            unused(["envKey", "command", "secretName", "secretKey"])
            guard let path = mapping.required("path")?.text() else { return nil }
            return Manifest.Secret(name: name, source: .file(path: path))
        case "exec":
            unused(["envKey", "path", "secretName", "secretKey"])
            guard let value = mapping.required("command", hint: "such as 'command: [pass, show, api-key]'"),
                let command = value.texts()
            else { return nil }
            if command.first?.isEmpty ?? true { value.fail("'command' must name a program") }
            return Manifest.Secret(name: name, source: .exec(command: command))
        case "kubernetes-secret":
            fromValue.warn(
                "secrets of Kubernetes are not read", code: "manifest.not-acted-on", hint: "use env, file or exec")
            return nil
        default:
            fromValue.refuse(word, what: "source of a secret", expected: ["env", "file", "exec"])
            return nil
        }
    }
}
