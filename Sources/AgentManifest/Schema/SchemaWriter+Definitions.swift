import AgentValues

extension SchemaWriter {
    /// What several keys have in common, by name.
    var definitions: JSONObject {
        var definitions = JSONObject()
        for definition in ManifestSchema.Definition.allCases {
            definitions[definition.rawValue] = schema(of: definition)
        }
        return definitions
    }

    private func schema(of definition: ManifestSchema.Definition) -> JSONValue {
        let number = #"([0-9]+(\.[0-9]+)?|\.[0-9]+)"#
        let units = "(ns|us|µs|μs|ms|s|m|h|d)"
        switch definition {
        case .variable:
            return [
                "description":
                    "Text with a variable, such as ${PORT:-8080}; what it stands for is checked when the manifest is read.",
                "type": "string", "pattern": #"\$\{"#,
            ]
        case .name:
            return orVariable([
                "type": "string", "maxLength": .integer(Int64(AgentName.longest)),
                "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
            ])
        case .scalar:
            return [
                "description": "Text, or what is taken as the text that is written.",
                "type": ["string", "number", "boolean"],
            ]
        case .runtime:
            let names = runtimes.joined(separator: "|")
            return orVariable(
                described: "A runtime, with a version where wanted: python, or python:3.11.",
                ["enum": .array(runtimes.map { .string($0) })],
                text("^(\(names))(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$"))
        case .boolean: return orVariable(["type": "boolean"])
        case .duration:
            return orVariable(
                described: "A time such as 30s, 1m30s, 500ms or 1d; a plain number is seconds.",
                ["type": "number", "minimum": 0], text("^((\(number)\(units))+|\(number))$"))
        case .positiveDuration:
            return orVariable(
                described: "A time such as 30s, 1m30s, 500ms or 1d; a plain number is seconds.",
                ["type": "number", "exclusiveMinimum": 0], text("^(?=.*[1-9])((\(number)\(units))+|\(number))$"))
        case .memory:
            return orVariable(
                described: "An amount of memory such as 512Mi or 512m (1,024), 2GB (1,000), or a number of bytes.",
                ["type": "integer", "minimum": 1],
                text("^(?=.*[1-9])([0-9]+[Bb]?|\(number)([kmgtp]b?|kB|[KMGTP](i?B|i)?))$"))
        case .cpus:
            return orVariable(
                described: "A number of CPUs such as 2, 0.5 or 500m (thousandths).",
                ["type": "number", "exclusiveMinimum": 0], text("^(?=.*[1-9])\(number)m?$"))
        case .port: return orVariable(["type": "integer", "minimum": 1, "maximum": 65535])
        case .account:
            return orVariable(
                described: "A number, or a name of the image.",
                ["type": "integer", "minimum": 0, "maximum": 2_147_483_647],
                text("^(0|[1-9][0-9]{0,9}|[A-Za-z_][A-Za-z0-9_.$-]*)$"))
        case .address:
            return orVariable(
                described: "An IP address.", text("^([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$"))
        case .reasons:
            return [
                "description": "At least one reason in words.", "type": "array", "minItems": 1,
                "items": ["anyOf": [["type": "string", "pattern": "\\S"], ["type": ["number", "boolean"]]]],
            ]
        case .capability:
            let names = LinuxCapability.names.sorted()
            return orVariable(
                described: "A capability of capabilities(7), with or without CAP_, in any case.",
                ["enum": .array(names.map { .string($0) })],
                text("^([Cc][Aa][Pp]_)(\(names.joined(separator: "|")))$"), text("^[a-z_]+$"))
        case .program:
            return [
                "description": "A program with its arguments.", "type": "array",
                "items": ["type": ["string", "number", "boolean"]], "minItems": 1,
            ]
        case .probe: return .object(mapping("spec.healthCheck"))
        case .singleProbe: return .object(mapping("spec.healthCheck.all[]"))
        case .hook: return .object(mapping("spec.hooks.preRun[]"))
        }
    }

    private func text(_ pattern: String) -> JSONValue { ["type": "string", "pattern": .string(pattern)] }

    private func orVariable(described: String? = nil, _ kinds: JSONValue...) -> JSONValue {
        var schema = JSONObject()
        if let described { schema["description"] = .string(described) }
        schema["anyOf"] = .array(kinds + [ManifestSchema.Definition.variable.reference])
        return .object(schema)
    }
}
