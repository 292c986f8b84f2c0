public import AgentValues

/// The format of `agent.yaml` as a JSON Schema (draft 2020-12), made from the table of keys that the reader goes by.
public enum ManifestSchema {
    /// The dialect.
    static let dialect = "https://json-schema.org/draft/2020-12/schema"

    /// The schema of one document.
    ///
    /// - Parameters:
    ///   - runtimes: the names that `spec.runtime` may have.
    ///   - isStrict: whether unknown keys are mistakes, as with `--strict`; the reader only warns of them otherwise.
    public static func document(
        runtimes: [String] = ManifestLoader.builtInRuntimes, isStrict: Bool = false
    ) -> JSONValue {
        let writer = SchemaWriter(runtimes: runtimes, isStrict: isStrict)
        var schema = JSONObject()
        schema["$schema"] = .string(dialect)
        schema["title"] = "agent.yaml"
        schema["description"] = "An agent, as aac-runtime reads it. In every value, ${NAME} stands for a variable."
        for member in writer.mapping("") { schema[member.key] = member.value }
        // Extension fields hold anchors and other tools' data.
        if isStrict { schema["patternProperties"] = ["^x-": true] }
        schema["$defs"] = .object(writer.definitions)
        return .object(schema)
    }

    /// What several keys have in common.
    enum Definition: String, CaseIterable {
        case variable, scalar, name, runtime, boolean, duration, positiveDuration, memory, cpus, port, account, address,
            capability, program, reasons
        case probe, singleProbe, hook

        /// How another place of the schema points here.
        var reference: JSONValue { ["$ref": .string("#/$defs/\(rawValue)")] }

        /// Whose keys stand in the table, under any of these paths.
        static let mappings: [String: Definition] = {
            var mappings: [String: Definition] = [:]
            for path in ManifestKeys.probes {
                if path != "spec.healthcheck" { mappings[path] = .probe }
                for list in ["all", "any"] { mappings["\(path).\(list)[]"] = .singleProbe }
            }
            for phase in ManifestKeys.phases { mappings["spec.hooks.\(phase)[]"] = .hook }
            return mappings
        }()
    }
}
