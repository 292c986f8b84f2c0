import AgentValues

/// What the keys of one mapping have to do with each other, as far as a schema can say it well.
enum SchemaRules {
    /// The schemas that must all fit the mapping at a path of the table.
    static func rules(of path: String) -> [JSONValue] {
        switch path {
        case "spec": [excluding("healthCheck", "healthcheck")]
        case "spec.environment[]": [excluding("value", "from"), when("from", is: "file", requires: "path")]
        case "spec.volumes[]":
            [
                [
                    "if": ["properties": ["type": ["enum": ["tmpfs", "configmap"]]], "required": ["type"]],
                    "else": ["required": ["source"]],
                ]
            ]
        case "spec.secrets[]":
            [when("from", is: "file", requires: "path"), when("from", is: "exec", requires: "command")]
        case _ where ManifestSchema.Definition.mappings[path] == .hook:
            [["oneOf": [["required": ["exec"]], ["required": ["use"]]]]]
        case _ where ManifestSchema.Definition.mappings[path] == .singleProbe: singleProbe
        case _ where ManifestKeys.probes.contains(path):
            singleProbe + [combination("all", "any"), combination("any", "all")]
        default: []
        }
    }

    private static let singleProbe = [
        when("type", is: "command", requires: "command"), when("type", is: "file", requires: "path"),
        when("type", is: "log", requires: "expect"),
    ]

    private static func excluding(_ a: String, _ b: String) -> JSONValue {
        ["not": ["required": [.string(a), .string(b)]]]
    }

    private static func when(_ key: String, is word: String, requires other: String) -> JSONValue {
        [
            "if": ["properties": [key: ["const": .string(word)]], "required": [.string(key)]],
            "then": ["required": [.string(other)]],
        ]
    }

    /// What stands beside a list of probes is its times alone.
    private static func combination(_ list: String, _ other: String) -> JSONValue {
        let others = [other] + ManifestReader.checkKeys
        return [
            "if": ["required": [.string(list)]],
            "then": ["not": ["anyOf": .array(others.map { ["required": [.string($0)]] })]],
        ]
    }
}
