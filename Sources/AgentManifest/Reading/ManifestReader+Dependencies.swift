extension ManifestReader {
    func readDependsOn(_ spec: MappingReader) -> [Manifest.Dependency] {
        var result: [Manifest.Dependency] = []
        var names: Set<String> = []
        for item in spec["dependsOn"]?.items(hint: "such as 'dependsOn: [database]'") ?? [] {
            var dependency: Manifest.Dependency?
            if case .mapping = item.node.content {
                guard let mapping = item.mapping() else { continue }
                var written = Manifest.Dependency(name: "")
                mapping.read(Manifest.Dependency.fields, into: &written)
                if !written.name.isEmpty { dependency = written }
            } else if case .scalar = item.node.content, !item.isNull {
                dependency = item.text().map { Manifest.Dependency(name: $0) }
            } else {
                item.mismatch(expected: "the name of an agent, or a mapping with 'name' and 'condition'")
            }
            guard let dependency else {
                // Keeps the places of the items behind it; a manifest with a mistake is never handed out.
                result.append(Manifest.Dependency(name: ""))
                continue
            }
            if !names.insert(dependency.name).inserted {
                item.fail("'\(dependency.name)' is named twice in 'dependsOn'", code: "manifest.duplicate")
            }
            result.append(dependency)
        }
        return result
    }
}
