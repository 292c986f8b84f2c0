import AgentValues

extension ValueFormat<[Manifest.Hook]> {
    /// The hooks of a phase.
    static var hooks: ValueFormat {
        ValueFormat(.items(orElse: nil), keys: Manifest.Hook.keys) { value in
            value.items(hint: "such as '- exec: [./check]'")?.compactMap(readHook)
        }
    }

    private static func readHook(_ item: ValueReader) -> Manifest.Hook? {
        guard let mapping = item.mapping(hint: "such as '- exec: [./check]'") else { return nil }
        let name = mapping["name"]?.text()
        var hook = Manifest.Hook(name: name ?? "", action: .exec([]))
        mapping.read([Manifest.Hook.timeout, Manifest.Hook.onError], into: &hook)
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
        if name == nil { hook.name = Self.name(of: action) }
        hook.action = action
        return hook
    }

    /// What a hook without a name is called in messages.
    private static func name(of action: Manifest.Hook.Action) -> String {
        switch action {
        case .exec(let program): program.first?.split(separator: "/").last.map(String.init) ?? "hook"
        case .use(let name, _): name
        }
    }
}
