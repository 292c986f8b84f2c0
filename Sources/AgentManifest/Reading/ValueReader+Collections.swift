import AgentValues

extension ValueReader {
    /// The items of a list.
    package func items(hint: @autoclosure () -> String? = nil) -> [ValueReader]? {
        guard case .sequence(let nodes) = node.content else {
            mismatch(expected: "a list", hint: hint() ?? listHint)
            return nil
        }
        return nodes.enumerated().map { place, item in
            ValueReader(item, path: "\(path)[\(place)]", keyMark: item.mark, context: context)
        }
    }

    private var listHint: String? {
        guard case .scalar(let scalar) = node.content, !isNull else { return nil }
        let words = scalar.text.split(separator: " ").prefix(12).map {
            $0.contains { ",[]{}:\"'#&*!|>%@`".contains($0) } ? "'\($0)'" : "\($0)"
        }
        return "write [" + words.joined(separator: ", ") + "]"
    }

    /// A list of texts, each as written.
    package func texts() -> [String]? {
        guard let items = items() else { return nil }
        return items.compactMap { item in
            guard !item.isNull else {
                item.fail("expected text, found nothing", code: "manifest.type")
                return nil
            }
            return item.writtenText()
        }
    }

    /// The keys of a mapping.
    package func mapping(hint: @autoclosure () -> String? = nil) -> MappingReader? {
        guard case .mapping(let entries) = node.content else {
            mismatch(expected: "a mapping", hint: hint())
            return nil
        }
        return MappingReader(entries: entries, path: path, mark: keyMark, context: context)
    }

    /// The value of a key of the mapping; nil where it is not written, or this is no mapping.
    subscript(key: String) -> ValueReader? {
        guard case .mapping = node.content else { return nil }
        return mapping()?[key]
    }

    /// Lets a later step find the value by the path of a key that its short form stands for, too.
    func alsoAt(_ key: String) { context.report.positions["\(path).\(key)"] = context.report.position(node.mark) }

    /// A mapping of names to texts, each as written.
    package func textMap() -> [String: String]? {
        guard let mapping = mapping() else { return nil }
        var result: [String: String] = [:]
        for value in mapping.values {
            if let text = value.reader.writtenText() { result[value.key] = text }
        }
        return result
    }

    /// A free-form value; its numbers and booleans by the core schema of YAML 1.2.
    func json() -> JSONValue? { json(node, path: { path }) }

    /// A free-form mapping.
    func jsonObject() -> JSONValue? {
        guard case .mapping = node.content else {
            mismatch(expected: "a mapping")
            return nil
        }
        return json()
    }

    /// - Parameter path: made up only for a mistake, since long keys above many values would make it dear.
    private func json(_ node: YAMLNode, path: () -> String) -> JSONValue? {
        switch node.content {
        case .broken: return nil
        case .sequence(let items):
            return .array(items.enumerated().compactMap { place, item in json(item, path: { "\(path())[\(place)]" }) })
        case .mapping(let entries):
            var object = JSONObject()
            for entry in entries { object[entry.key] = json(entry.value, path: { "\(path()).\(entry.key)" }) }
            return .object(object)
        case .scalar(let scalar):
            guard let scalar = context.scalar(scalar, tag: node.tag, mark: node.mark, path: path()) else { return nil }
            switch scalar.meaning {
            case .null: return .null
            case .bool(let value): return .bool(value)
            case .integer(let number): return .integer(number)
            case .string: return .string(scalar.text)
            case .float(let number):
                if number.isFinite { return .number(number) }
                context.report.error(
                    "manifest.value", "'\(scalar.text)' is not a number that JSON can hold", at: node.mark,
                    path: path(),
                    hint: "put it in quotes to pass it as text")
                return nil
            }
        }
    }
}
