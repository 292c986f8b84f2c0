import AgentValues

extension ManifestReader {
    func readHooks(_ spec: MappingReader) -> Manifest.Hooks {
        var result = Manifest.Hooks()
        guard let hooks = spec["hooks"]?.mapping() else { return result }
        result.preRun = readHooks(hooks["preRun"])
        result.postRun = readHooks(hooks["postRun"])
        result.ready = readHooks(hooks["ready"])
        result.preStop = readHooks(hooks["preStop"])
        result.postStop = readHooks(hooks["postStop"])
        result.failed = readHooks(hooks["failed"])
        return result
    }

    private func readHooks(_ value: ValueReader?) -> [Manifest.Hook] {
        value?.items(hint: "such as '- exec: [./check]'")?.compactMap(readHook) ?? []
    }

    private func readHook(_ item: ValueReader) -> Manifest.Hook? {
        guard let mapping = item.mapping(hint: "such as '- exec: [./check]'") else { return nil }
        let name = mapping["name"]?.text()
        let timeout = mapping["timeout"]?.duration(atLeast: .milliseconds(1))
        let onError = mapping["onError"]?.choice(Manifest.Hook.FailureMode.self, what: "way to handle an error")
        let config = mapping["config"]?.jsonObject()
        var action: Manifest.Hook.Action?
        switch (mapping["exec"], mapping["use"]) {
        case (let exec?, nil):
            mapping["config"]?.warn("'config' has no effect with 'exec'")
            guard let program = exec.texts() else { return nil }
            if program.first?.isEmpty ?? true { exec.fail("'exec' must name a program") }
            action = .exec(program)
        case (nil, let use?): action = use.text().map { .use($0, config: config ?? [:]) }
        case (_?, let use?): use.fail("'exec' and 'use' exclude each other", hint: "remove one of the two")
        case (nil, nil):
            item.fail("a hook needs 'exec' or 'use'", code: "manifest.missing-key", hint: "such as '- exec: [./check]'")
        }
        guard let action else { return nil }
        var hook = Manifest.Hook(name: name ?? Self.name(of: action), action: action)
        if let timeout { hook.timeout = timeout }
        if let onError { hook.onError = onError }
        return hook
    }

    /// What a hook without a name is called in messages.
    private static func name(of action: Manifest.Hook.Action) -> String {
        switch action {
        case .exec(let program): program.first?.split(separator: "/").last.map(String.init) ?? "hook"
        case .use(let name, _): name
        }
    }

    func readServices(_ spec: MappingReader, into manifest: inout Manifest) {
        if let storage = spec["storage"]?.mapping(),
            let provider = storage.required("provider", hint: "file, s3 or a registered one")?.text()
        {
            manifest.storage = Manifest.Storage(provider: provider, config: storage["config"]?.jsonObject() ?? [:])
        }
        if let events = spec["events"]?.mapping(),
            let handler = events.required("handler", hint: "log, file, webhook, amqp or a registered one")?.text()
        {
            manifest.events = Manifest.Events(handler: handler, config: events["config"]?.jsonObject() ?? [:])
        }
        guard let monitoring = spec["monitoring"]?.mapping() else { return }
        var result = Manifest.Monitoring()
        if let metrics = monitoring["metrics"]?.mapping() {
            result.metrics.prometheus = metrics["prometheus"]?.boolean() ?? false
            if let value = metrics["path"], let path = value.text() {
                result.metrics.path = path
                if !path.hasPrefix("/") { value.fail("expected a path that begins with '/', found '\(path)'") }
            }
            result.metrics.scrapeInterval =
                metrics["scrape_interval"]?.duration(atLeast: .milliseconds(1)) ?? result.metrics.scrapeInterval
        }
        manifest.monitoring = result
    }
}
