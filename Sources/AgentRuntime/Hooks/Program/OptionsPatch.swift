import AgentValues
import Diagnostics
import FoundationEssentials

/// What a program printed cannot be the options of a run.
struct OptionsPatchError: Error {
    var message: String
    var hint: String?
    /// Whether the text is well-formed, but would make the container somebody else's.
    var isIdentity = false
}

extension RunOptions {
    /// Keys whose object is one of several alternatives; such an object is replaced and not merged.
    private static let alternatives: Set<String> = ["mode", "check", "restart"]
    /// Keys that are left out in writing where they have their default.
    private static let optionalKeys: Set<String> = ["HostIP", "Protocol"]

    /// These options, changed by what a program printed.
    ///
    /// - A JSON object with the key `identity` is the whole of the new options, as from `jq 'del(.environment.DEBUG)'`.
    /// - Any other is a merge patch (RFC 7396): objects are merged, everything else is replaced, and null takes a value away.
    ///   `network.mode`, `readiness.check` and `restart`, which say one of several things, are replaced as a whole.
    ///
    /// A value that the options need cannot be taken away. The identity and the container's name cannot be changed.
    func changed(by json: [UInt8]) throws(OptionsPatchError) -> RunOptions {
        let patch = try Self.object(json)
        let merged = patch["identity"] == nil ? Self.merge(patch, into: try tree()) : patch
        let options: RunOptions
        do {
            options = try JSONDecoder().decode(RunOptions.self, from: JSONEncoder().encode(merged))
        } catch let error as DecodingError {
            throw OptionsPatchError(message: "printed no valid options: \(Self.describe(error))")
        } catch {
            throw OptionsPatchError(message: "printed no valid options: \(error)")
        }
        try Self.checkKeys(merged, known: try options.tree(), at: "")
        guard options.identity == identity else {
            throw OptionsPatchError(
                message: "changed 'identity': a hook cannot change whose container it is",
                hint: "print 'identity' as it came, or print only what changes, without it", isIdentity: true)
        }
        guard options.name == name else {
            throw OptionsPatchError(
                message:
                    "changed 'name' from '\(name)' to '\(options.name)': a program cannot change the container's name",
                hint: "leave 'name' as it came", isIdentity: true)
        }
        return options
    }

    private func tree() throws(OptionsPatchError) -> JSONValue {
        do { return try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(self)) } catch {
            throw OptionsPatchError(message: "cannot be given options that are no JSON: \(error)")
        }
    }

    private static func object(_ json: [UInt8]) throws(OptionsPatchError) -> JSONValue {
        let value: JSONValue
        do { value = try JSONDecoder().decode(JSONValue.self, from: Data(json)) } catch {
            throw OptionsPatchError(message: "printed something that is no JSON")
        }
        guard case .object = value else {
            throw OptionsPatchError(
                message: "printed JSON that is no object", hint: "such as {\"environment\": {\"MODE\": \"1\"}}")
        }
        return value
    }

    private static func merge(_ patch: JSONValue, into target: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var result = target.objectValue ?? JSONObject()
        for (key, value) in changes.members.map({ ($0.key, $0.value) }) {
            if value == .null {
                result[key] = nil
            } else if alternatives.contains(key) {
                result[key] = value
            } else {
                result[key] = merge(value, into: result[key] ?? [:])
            }
        }
        return .object(result)
    }

    /// Refuses unknown keys, which are most likely misspelt, and would be ignored silently.
    private static func checkKeys(_ given: JSONValue, known: JSONValue, at path: String) throws(OptionsPatchError) {
        switch (given, known) {
        case (.object(let object), .object(let shape)):
            for (key, value) in object.members.map({ ($0.key, $0.value) }) {
                let place = path.isEmpty ? key : "\(path).\(key)"
                if let next = shape[key] {
                    try checkKeys(value, known: next, at: place)
                } else if value != .null, !optionalKeys.contains(key) {
                    throw OptionsPatchError(
                        message: "printed options with an unknown key: \(place)",
                        hint: didYouMean(key, among: shape.keys))
                }
            }
        case (.array(let values), .array(let shapes)):
            for (index, pair) in zip(values, shapes).enumerated() {
                try checkKeys(pair.0, known: pair.1, at: "\(path)[\(index)]")
            }
        default: return
        }
    }

    private static func describe(_ error: DecodingError) -> String {
        func place(_ keys: [any CodingKey]) -> String {
            keys.reduce("") { path, key in
                if let index = key.intValue { return "\(path)[\(index)]" }
                return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
            }
        }
        return switch error {
        case .keyNotFound(let key, let context): "\(place(context.codingPath + [key])) is missing"
        case .valueNotFound(_, let context): "\(place(context.codingPath)) is null"
        case .typeMismatch(_, let context), .dataCorrupted(let context):
            "\(place(context.codingPath)): \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }
}
