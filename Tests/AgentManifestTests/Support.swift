import AgentManifest
import Diagnostics

/// A manifest with the required keys; `spec` begins in line 10, two blanks deep.
func manifest(_ spec: String = "") -> String {
    let header = """
        apiVersion: agent.dev/v1
        kind: Agent
        metadata:
          name: demo
        spec:
          runtime: python
          model:
            provider: openai
            name: gpt-4

        """
    return header + spec.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
}

/// Loads a text as standard input.
func load(
    _ text: String, variables: [String: String] = [:], isStrict: Bool = false, runtimes: Set<String> = []
) throws -> [LoadedManifest] {
    try load(bytes: Array(text.utf8), variables: variables, isStrict: isStrict, runtimes: runtimes)
}

func load(
    bytes: [UInt8], variables: [String: String] = [:], isStrict: Bool = false, runtimes: Set<String> = []
) throws -> [LoadedManifest] {
    let loader = ManifestLoader(environment: variables, isStrict: isStrict, knownRuntimes: runtimes)
    return try loader.load(paths: ["-"], currentDirectory: "/nowhere", standardInput: { bytes })
}

/// The one agent of a text.
func agent(_ text: String, variables: [String: String] = [:]) throws -> Manifest {
    try load(text, variables: variables)[0].manifest
}

/// Everything said about a text, each as `line:column severity: message [path] hint`.
func messages(_ text: String, variables: [String: String] = [:], isStrict: Bool = false) -> [String] {
    messages(Array(text.utf8), variables: variables, isStrict: isStrict)
}

func messages(_ bytes: [UInt8], variables: [String: String] = [:], isStrict: Bool = false) -> [String] {
    do {
        return try load(bytes: bytes, variables: variables, isStrict: isStrict).flatMap(\.warnings).map(short)
    } catch let error as DiagnosticsError {
        return error.diagnostics.map(short)
    } catch {
        return ["\(error)"]
    }
}

func short(_ diagnostic: Diagnostic) -> String {
    var text = diagnostic.position.map { "\($0.line):\($0.column) " } ?? ""
    text += "\(diagnostic.severity): \(diagnostic.message)"
    if let path = diagnostic.path { text += " [\(path)]" }
    if let hint = diagnostic.hint { text += " (\(hint))" }
    return text
}
