import AgentValues

extension SettingsReader {
    private static let inlineKeys = ["base", "allow", "deny", "errno", "rules"]

    /// Changes to one of our profiles. What they say about a call takes the place of what the base says about it.
    func inlineProfile(_ value: JSONValue, at path: String, in surroundings: SeccompSurroundings) -> SeccompProfile? {
        guard let object = object(value, at: path, keys: Self.inlineKeys) else { return nil }
        let bases = ["default": SeccompProfile.default, "strict": SeccompProfile.strict]
        let base = text(object["base"], at: Self.join(path, "base")) ?? "default"
        guard var profile = bases[base]?(surroundings.architecture) else {
            fail("'\(base)' is no profile; expected default or strict", at: Self.join(path, "base"))
            return nil
        }
        if let errno = errorNumber(object["errno"], at: Self.join(path, "errno")) {
            profile.defaultAction = .errno(errno)
        }
        let allowed = calls(object["allow"], at: Self.join(path, "allow"))
        let denied = calls(object["deny"], at: Self.join(path, "deny"))
        for call in Set(allowed).intersection(denied).sorted() {
            fail("'\(call)' is allowed and denied", at: Self.join(path, "deny"))
        }
        var rules: [SeccompGroup] = []
        for (value, path) in list(object["rules"], at: Self.join(path, "rules")) {
            if let rule = inlineRule(value, at: path) { rules.append(rule) }
        }
        let ruled = Set(rules.flatMap(\.syscalls))
        for call in ruled.intersection(allowed + denied).sorted() {
            fail("'\(call)' is in 'rules' and in 'allow' or 'deny'", at: Self.join(path, "rules"))
        }
        guard !hasErrors else { return nil }
        profile.replace(calls: ruled.union(allowed).union(denied), by: rules)
        if !allowed.isEmpty {
            profile.groups.append(
                SeccompGroup(name: "allow", reason: "the manifest allows it", syscalls: allowed))
        }
        if !denied.isEmpty {
            profile.refusals.insert(SeccompRefusal(reason: "the manifest denies it", syscalls: denied), at: 0)
        }
        profile.name = "\(base), changed"
        return profile
    }

    private func inlineRule(_ value: JSONValue, at path: String) -> SeccompGroup? {
        let keys = ["names", "syscalls", "action", "errno", "args", "reason"]
        guard let rule = object(value, at: path, keys: keys) else { return nil }
        let key = rule["syscalls"] == nil ? "names" : "syscalls"
        if rule[key] == nil { fail("'names' is required", at: path) }
        if rule["action"] == nil { fail("'action' is required", at: path) }
        let names = calls(rule[key], at: Self.join(path, key))
        let errno = errorNumber(rule["errno"], at: Self.join(path, "errno"))
        let alternatives = alternatives(rule["args"], at: Self.join(path, "args"))
        guard let action = action(rule["action"], at: Self.join(path, "action"), errno: errno), !names.isEmpty else {
            return nil
        }
        if !action.isPermissive, !alternatives.isEmpty {
            fail(
                "a rule that denies a call for some arguments leaves open what is allowed", at: path,
                hint: "write rules that allow the call for the arguments that it may have")
        }
        let reason = text(rule["reason"], at: Self.join(path, "reason")) ?? "a rule of the manifest"
        return SeccompGroup(name: path, reason: reason, syscalls: names, action: action, alternatives: alternatives)
    }
}

extension SeccompProfile {
    /// Takes calls out of every group, and adds groups.
    fileprivate mutating func replace(calls: Set<String>, by added: [SeccompGroup]) {
        groups = groups.compactMap { group in
            var group = group
            group.syscalls.removeAll(where: calls.contains)
            return group.syscalls.isEmpty ? nil : group
        }
        groups += added
    }
}
