extension ManifestReader {
    func readBuild(_ spec: MappingReader, into manifest: inout Manifest) {
        if let value = spec["image"], let image = value.text() {
            manifest.image = image
            if image.unicodeScalars.contains(where: { $0.properties.isWhitespace || !$0.isASCII })
                || image.hasPrefix("-")
            {
                value.fail(
                    "'\(image)' is not an image reference",
                    hint: "such as 'python:3.11-slim' or 'registry.example/team/agent:1.0'")
            }
        }
        guard let build = spec["build"]?.mapping(hint: "such as 'build: {context: .}'") else { return }
        var result = Manifest.Build()
        result.context = build["context"]?.text() ?? "."
        result.dockerfile = build["dockerfile"]?.text()
        result.target = build["target"]?.text()
        result.arguments = build["args"]?.textMap() ?? [:]
        manifest.build = result
    }

    func readProcess(_ spec: MappingReader, into manifest: inout Manifest) {
        manifest.command = spec["command"]?.texts().flatMap { $0.isEmpty ? nil : $0 }
        manifest.arguments = spec["args"]?.texts().flatMap { $0.isEmpty ? nil : $0 }
        if let program = manifest.command?.first, program.isEmpty {
            spec["command"]?.fail("the first item of 'command' is the program and must not be empty")
        }
        if let value = spec["workingDir"], let directory = value.text() {
            manifest.workingDirectory = directory
            if !directory.hasPrefix("/") {
                value.fail("'workingDir' must be an absolute path in the container, found '\(directory)'")
            }
        }
    }

    func readTest(_ spec: MappingReader) -> Manifest.Test? {
        guard let mapping = spec["test"]?.mapping(hint: "such as 'test: {command: [./check]}'"),
            let value = mapping.required("command", hint: "such as 'command: [./check]'"), let command = value.texts()
        else { return nil }
        if command.first?.isEmpty ?? true {
            value.fail("the first item of 'command' is the program and must not be empty")
        }
        var test = Manifest.Test(command: command)
        test.timeout = mapping["timeout"]?.duration(atLeast: .milliseconds(1)) ?? test.timeout
        return test
    }

    func readRestart(_ value: ValueReader) -> Manifest.RestartPolicy? {
        let names = ["no", "always", "unless-stopped", "on-failure"]
        // Older YAML reads a plain `no` as false, so people write either.
        if case .scalar(let scalar) = value.node.content, scalar.style == .plain, value.node.tag == nil,
            CoreSchema(scalar.text) == .bool(false)
        {
            value.fail(
                "expected \(listed(names)), found \(value.found)", code: "manifest.type", hint: "write 'restart: no'")
            return nil
        }
        guard let text = value.text() else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts[0], parts.count > 1 ? parts[1] : nil) {
        case ("no", nil): return .no
        case ("always", nil): return .always
        case ("unless-stopped", nil): return .unlessStopped
        case ("on-failure", nil): return .onFailure(maximumRetries: nil)
        case ("on-failure", let count?):
            if let retries = Int(count), (1...10_000).contains(retries), !count.hasPrefix("+") {
                return .onFailure(maximumRetries: retries)
            }
            value.fail("'\(count)' is not a number of restarts", hint: "such as 'on-failure:3'")
        case (let name, .some) where names.contains(String(name)):
            value.fail("only 'on-failure' takes a number of restarts, found '\(text)'", hint: "write '\(name)'")
        default: value.refuse(text, what: "restart policy", expected: names)
        }
        return nil
    }

    func readDependsOn(_ spec: MappingReader) -> [Manifest.Dependency] {
        var result: [Manifest.Dependency] = []
        var names: Set<String> = []
        for item in spec["dependsOn"]?.items(hint: "such as 'dependsOn: [database]'") ?? [] {
            var dependency: Manifest.Dependency?
            if case .mapping = item.node.content {
                guard let mapping = item.mapping() else { continue }
                let condition = mapping["condition"].flatMap {
                    $0.choice(Manifest.Dependency.Condition.self, what: "condition")
                }
                if let name = mapping.required("name")?.text() {
                    dependency = Manifest.Dependency(name: name, condition: condition ?? .started)
                }
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

    func readScaling(_ spec: MappingReader) -> Manifest.Scaling {
        var result = Manifest.Scaling()
        guard let scaling = spec["scaling"]?.mapping() else { return result }
        let range = 0...1000
        result.replicas = scaling["replicas"]?.integer(in: range) ?? 1
        result.minimumReplicas = scaling["minReplicas"]?.integer(in: range)
        result.maximumReplicas = scaling["maxReplicas"]?.integer(in: range)
        result.targetCPUPercent = scaling["targetCPUUtilizationPercentage"]?.integer(in: 1...1000)
        result.targetMemoryPercent = scaling["targetMemoryUtilizationPercentage"]?.integer(in: 1...1000)
        result.metrics = scaling["metrics"]?.json()
        result.vertical = scaling["vertical"]?.json()
        if let least = result.minimumReplicas, let most = result.maximumReplicas, least > most {
            scaling["minReplicas"]?.fail("'minReplicas' (\(least)) is more than 'maxReplicas' (\(most))")
        }
        if scaling["replicas"] != nil {
            if let least = result.minimumReplicas, result.replicas < least {
                scaling["replicas"]?.fail("'replicas' (\(result.replicas)) is less than 'minReplicas' (\(least))")
            }
            if let most = result.maximumReplicas, result.replicas > most {
                scaling["replicas"]?.fail("'replicas' (\(result.replicas)) is more than 'maxReplicas' (\(most))")
            }
        }
        return result
    }
}
