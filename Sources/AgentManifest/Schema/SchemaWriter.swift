import AgentValues

/// Writes the table of keys as a schema.
struct SchemaWriter {
    let runtimes: [String]
    let isStrict: Bool
    private let tree = KeyTree.shared

    init(runtimes: [String], isStrict: Bool) {
        self.runtimes = runtimes
        self.isStrict = isStrict
    }

    /// The keywords of a mapping whose keys stand in the table under a path.
    func mapping(_ path: String) -> JSONObject {
        let level = tree.levels[path] ?? KeyTree.Level()
        var properties = JSONObject()
        var required: [JSONValue] = []
        for name in level.names {
            guard let row = level.rows[name] else { continue }
            properties[name] = property(row)
            if ManifestKeys.shapes[row.path]?.isRequired == true { required.append(.string(name)) }
        }
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .array(required) }
        if isStrict { schema["additionalProperties"] = false }
        let rules = SchemaRules.rules(of: path)
        if !rules.isEmpty { schema["allOf"] = .array(rules) }
        return schema
    }

    private func property(_ row: ManifestKeys.Row) -> JSONValue {
        var schema = JSONObject()
        switch row.support {
        case .draft(let hint):
            let words = "From a draft of the format, and not acted on"
            schema["description"] = .string(hint.map { "\(words): \($0)." } ?? "\(words).")
            schema["deprecated"] = true
            return .object(schema)
        case .applied, .pending, .pendingIf: break
        }
        guard let shape = ManifestKeys.shapes[row.path] else { return .object(schema) }
        schema["description"] = .string(shape.description + note(on: row.support))
        schema["default"] = shape.defaultValue
        var kinds = alternatives(shape.kind, at: row.path)
        if !shape.isRequired { kinds.append(["type": "null"]) }
        if kinds.count == 1, let only = kinds[0].objectValue {
            for member in only { schema[member.key] = member.value }
        } else if !kinds.contains([:]) {
            schema["anyOf"] = .array(kinds)
        }
        return .object(schema)
    }

    private func note(on support: KeyDeclaration.Support) -> String {
        switch support {
        case .pending(let consequence): " Not acted on by this version: \(consequence)."
        case .pendingIf(.isOneOf(let words), let consequence):
            " \(words.sorted().joined(separator: ", ")): not acted on by this version: \(consequence)."
        case .pendingIf(.isNot, let consequence): " Else not acted on by this version: \(consequence)."
        case .applied, .draft: ""
        }
    }

    /// The schemas of which one must fit.
    private func alternatives(_ kind: KeyShape.Kind, at path: String) -> [JSONValue] {
        switch kind {
        case .text: return [["type": ["string", "number"], "minLength": 1]]
        case .number: return [["type": "number", "minimum": 0]]
        case .matching(let pattern): return [["type": "string", "pattern": .string(pattern)], variable]
        case .defined(let definition): return [definition.reference]
        case .words(let words): return [["enum": .array(words.map { .string($0) })], variable]
        case .integer(let range):
            var number: JSONObject = ["type": "integer", "minimum": .integer(Int64(range.lowerBound))]
            if range.upperBound < .max { number["maximum"] = .integer(Int64(range.upperBound)) }
            return [.object(number), variable]
        case .list(let kind): return [["type": "array", "items": any(of: alternatives(kind, at: path))]]
        case .either(let kinds):
            // One mention of variables is enough.
            let all = kinds.flatMap { alternatives($0, at: path) }
            return all.filter { $0 != variable } + (all.contains(variable) ? [variable] : [])
        case .texts(let names):
            var schema: JSONObject = ["type": "object", "additionalProperties": Self.writtenText]
            if let names { schema["propertyNames"] = ["pattern": .string(names)] }
            return [.object(schema)]
        case .free: return [["type": "object"]]
        case .anything: return [[:]]
        case .nothing: return []
        case .keys: return [reference(to: path)]
        case .items(let shorter):
            let items = [reference(to: path + "[]")] + (shorter.map { alternatives($0, at: path) } ?? [])
            return [["type": "array", "items": any(of: items)]]
        }
    }

    /// A mapping of the table: in its place, or a pointer to where it stands for several.
    private func reference(to path: String) -> JSONValue {
        ManifestSchema.Definition.mappings[path]?.reference ?? .object(mapping(path))
    }

    private func any(of kinds: [JSONValue]) -> JSONValue { kinds.count == 1 ? kinds[0] : ["anyOf": .array(kinds)] }

    private var variable: JSONValue { ManifestSchema.Definition.variable.reference }

    /// Any scalar, nothing included, taken as written.
    private static let writtenText: JSONValue = ["type": ["string", "number", "boolean", "null"]]
}
