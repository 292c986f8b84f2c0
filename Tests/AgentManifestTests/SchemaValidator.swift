import AgentValues
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

@testable import AgentManifest

/// A JSON Schema validator that is not ours: Debian's python3-jsonschema.
enum SchemaValidator {
    private static let program = """
        import json, sys
        from jsonschema import Draft202012Validator
        subject = json.load(sys.stdin)
        Draft202012Validator.check_schema(subject["schema"])
        validator = Draft202012Validator(subject["schema"])
        json.dump([[error.json_path + ": " + error.message for error in validator.iter_errors(item)] for item in subject["items"]], sys.stdout)
        """

    /// What it objects to, for each document.
    static func objections(to documents: [JSONValue], by schema: JSONValue) async throws -> [[String]] {
        let subject: JSONValue = ["schema": schema, "items": .array(documents)]
        let result = try await Subprocess.run(
            .path("/usr/bin/python3"), arguments: ["-c", program], input: .string(subject.jsonText),
            output: .bytes(limit: 16 << 20), error: .string(limit: 1 << 20))
        try #require(
            result.terminationStatus.isSuccess,
            "hack/packages test installs python3-jsonschema: \(result.standardError)")
        return try JSONDecoder().decode([[String]].self, from: Data(result.standardOutput))
    }

    /// The first document of a YAML text as JSON, with `${…}` as written; nil when that cannot be said.
    static func json(_ text: String) throws -> JSONValue? {
        let source = try SourceText(Array(text.utf8))
        let report = DiagnosticReport(file: "agent.yaml", lines: source.lines)
        let documents = YAMLComposer.documents(of: source, report: report)
        guard let first = documents.first, !report.hasErrors else { return nil }
        let context = ReadingContext(report: report, variables: nil)
        let value = ValueReader(first.root, path: "", keyMark: first.mark, context: context).json()
        return report.hasErrors ? nil : value
    }
}
