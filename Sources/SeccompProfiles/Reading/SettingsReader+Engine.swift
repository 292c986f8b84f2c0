import AgentValues
import Diagnostics

extension SettingsReader {
    private static let profileKeys = [
        "defaultAction", "defaultErrnoRet", "defaultErrno", "architectures", "archMap", "syscalls",
    ]
    private static let ruleKeys = [
        "name", "names", "action", "errnoRet", "errno", "args", "comment", "includes", "excludes",
    ]

    /// A profile in the engines' format.
    func engineProfile(_ value: JSONValue, at path: String, in surroundings: SeccompSurroundings) -> SeccompProfile? {
        guard let object = object(value, at: path, keys: Self.profileKeys) else { return nil }
        let errno =
            errorNumber(object["defaultErrnoRet"], at: Self.join(path, "defaultErrnoRet"))
            ?? errorNumber(object["defaultErrno"], at: Self.join(path, "defaultErrno"))
        let action = action(object["defaultAction"], at: Self.join(path, "defaultAction"), errno: errno)
        var profile = SeccompProfile(name: "custom", defaultAction: action ?? .refuse)
        profile.architectures = architectures(object, at: path, in: surroundings)
        for (place, (value, path)) in list(object["syscalls"], at: Self.join(path, "syscalls")).enumerated() {
            if let group = engineRule(value, at: path, number: place, in: surroundings) { profile.groups.append(group) }
        }
        return hasErrors ? nil : profile
    }

    private func architectures(
        _ object: JSONObject, at path: String, in surroundings: SeccompSurroundings
    ) -> [SeccompArchitecture] {
        if object["architectures"] != nil, object["archMap"] != nil {
            fail("'architectures' and 'archMap' exclude each other", at: Self.join(path, "archMap"))
        }
        let named = list(object["architectures"], at: Self.join(path, "architectures")).compactMap(architecture)
        var mapped: [[SeccompArchitecture]] = []
        for (value, path) in list(object["archMap"], at: Self.join(path, "archMap")) {
            guard let entry = self.object(value, at: path, keys: ["architecture", "subArchitectures"]),
                let name = entry["architecture"],
                let main = architecture(name, Self.join(path, "architecture"))
            else { continue }
            let subPath = Self.join(path, "subArchitectures")
            mapped.append([main] + list(entry["subArchitectures"], at: subPath).compactMap(architecture))
        }
        if !named.isEmpty { return named }
        return mapped.first { $0.first == surroundings.architecture } ?? [surroundings.architecture]
    }

    private func architecture(_ value: JSONValue, _ path: String) -> SeccompArchitecture? {
        guard let name = text(value, at: path) else { return nil }
        let short = name.hasPrefix("SCMP_ARCH_") ? String(name.dropFirst(10)).lowercased() : name
        // A profile for many processors may name one that this libseccomp is too old for.
        if SeccompArchitecture.known.contains(short) { return SeccompArchitecture(rawValue: short) }
        fail(
            "unknown architecture '\(name)'", at: path,
            hint: didYouMean(name, among: SeccompArchitecture.known.map { "SCMP_ARCH_\($0.uppercased())" }))
        return nil
    }

    private func engineRule(
        _ value: JSONValue, at path: String, number: Int, in surroundings: SeccompSurroundings
    ) -> SeccompGroup? {
        guard let rule = object(value, at: path, keys: Self.ruleKeys) else { return nil }
        let errno =
            errorNumber(rule["errnoRet"], at: Self.join(path, "errnoRet"))
            ?? errorNumber(rule["errno"], at: Self.join(path, "errno"))
        if rule["name"] != nil, rule["names"] != nil {
            fail("'name' and 'names' exclude each other", at: Self.join(path, "name"))
        }
        let key = rule["name"] == nil ? "names" : "name"
        let names = calls(rule[key], at: Self.join(path, key))
        if rule[key] == nil { fail("'names' is required", at: path) }
        if rule["action"] == nil { fail("'action' is required", at: path) }
        let action = action(rule["action"], at: Self.join(path, "action"), errno: errno)
        let alternatives = alternatives(rule["args"], at: Self.join(path, "args"))
        let isIncluded = surroundings.fit(
            rule["includes"], at: Self.join(path, "includes"), reader: self, isExclusion: false)
        let isExcluded = surroundings.fit(
            rule["excludes"], at: Self.join(path, "excludes"), reader: self, isExclusion: true)
        guard isIncluded, !isExcluded, let action, !names.isEmpty else { return nil }
        let comment = rule["comment"].flatMap(\.stringValue) ?? ""
        var group = SeccompGroup(
            name: path, reason: comment.isEmpty ? "rule \(number + 1) of the profile" : comment, syscalls: names,
            action: action, alternatives: alternatives)
        group.isPortable = true
        return group
    }
}
