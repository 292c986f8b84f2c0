import AgentValues
import Diagnostics

extension ManifestReader {
    func readMetadata(_ document: MappingReader, into manifest: inout Manifest) {
        guard let metadata = document.required("metadata", hint: "it holds the agent's name")?.mapping() else { return }
        if let value = metadata.required("name", hint: "such as 'name: my-agent'"), let name = value.text() {
            manifest.metadata.name = name
            checkName(name, at: value)
        }
        if let value = metadata["version"], let version = value.text() {
            manifest.metadata.version = version
            if !Self.isVersion(version) {
                value.fail(
                    "'\(version)' is not a version",
                    hint: "use up to 128 letters, digits, '.', '_', '-' and '+', such as 1.0.0")
            }
        }
        manifest.metadata.description = metadata["description"]?.writtenText()
        manifest.metadata.author = metadata["author"]?.writtenText()
        manifest.metadata.tags = metadata["tags"]?.texts() ?? []
        if let value = metadata["labels"] {
            manifest.metadata.labels = value.textMap() ?? [:]
            for (key, label) in value.mapping()?.values ?? [] where key.hasPrefix("dev.agent.") || key.isEmpty {
                label.fail(key.isEmpty ? "a label needs a name" : "labels that begin with 'dev.agent.' are reserved")
            }
        }
    }

    private func checkName(_ name: String, at value: ValueReader) {
        guard !AgentName.isValid(name) else { return }
        var hint = "use at most 63 lower-case letters, digits and dashes; begin and end with a letter or digit"
        if let better = AgentName.nearest(to: name) { hint = "did you mean '\(better)'?" }
        value.fail("'\(name)' is not a valid name", hint: hint)
    }

    private static func isVersion(_ text: String) -> Bool {
        guard text.utf8.count <= 128, let first = text.utf8.first, first != UInt8(ascii: "."),
            first != UInt8(ascii: "-")
        else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "._-+".unicodeScalars.contains(scalar))
        }
    }

    func readRuntime(_ spec: MappingReader, into manifest: inout Manifest) {
        guard let value = spec.required("runtime", hint: "one of \(listed(runtimes))"), let text = value.text() else {
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        manifest.runtime = Manifest.Runtime(name: name, version: parts.count > 1 ? String(parts[1]) : nil)
        guard runtimes.contains(name) else {
            let aliases = [
                "node": "nodejs", "golang": "go", "python3": "python", "py": "python", "js": "nodejs", "jdk": "java",
            ]
            let meant = aliases[name.lowercased()].map { "did you mean '\($0)'?" } ?? didYouMean(name, among: runtimes)
            value.fail("unknown runtime '\(name)'; expected \(listed(runtimes))", hint: meant)
            return
        }
        guard let version = manifest.runtime.version else { return }
        let isTag = !version.isEmpty && Self.isVersion(version) && !version.contains("+")
        if !isTag {
            value.fail("'\(version)' is not a version of a runtime", hint: "such as '\(name):3.11' or just '\(name)'")
        }
    }

    func readModel(_ spec: MappingReader, into manifest: inout Manifest) {
        guard let model = spec.required("model", hint: "such as 'model: {provider: openai, name: gpt-4}'")?.mapping()
        else { return }
        manifest.model.provider = model.required("provider", hint: "such as 'provider: openai'")?.text() ?? ""
        manifest.model.name = model.required("name", hint: "such as 'name: gpt-4'")?.text() ?? ""
        manifest.model.config = model["config"]?.jsonObject() ?? [:]
    }
}
