import Diagnostics

extension ManifestReader {
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
        let isTag = !version.isEmpty && VersionText.isValid(version) && !version.contains("+")
        if !isTag {
            value.fail("'\(version)' is not a version of a runtime", hint: "such as '\(name):3.11' or just '\(name)'")
        }
    }
}
