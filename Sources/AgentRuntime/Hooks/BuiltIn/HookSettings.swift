public import AgentValues
import Diagnostics

/// The settings of a hook, read from `config` of a manifest with clear errors: `[{use: NAME, config: {…}}]`.
public struct HookSettings: Sendable {
    private let members: [String: JSONValue]
    private let hook: String
    private let path: String

    /// Reads an object, or nothing.
    ///
    /// - Parameters:
    ///   - config: the settings.
    ///   - hook: the hook's name, for messages.
    ///   - keys: the keys that there are; any other is an error.
    /// - Throws: ``HookSettingsError``.
    public init(_ config: JSONValue, of hook: String, keys: [String]) throws {
        try self.init(config, of: hook, path: "config", keys: keys)
    }

    private init(_ config: JSONValue, of hook: String, path: String, keys: [String]) throws {
        self.hook = hook
        self.path = path
        switch config {
        case .null: members = [:]
        case .object: members = config.dictionaryValue ?? [:]
        default: throw HookSettingsError(hook: hook, path: path, message: "expected keys with values")
        }
        for key in members.keys.sorted() where !keys.contains(key) {
            let near = didYouMean(key, among: keys)
            let known = keys.isEmpty ? "it has no settings" : "there are \(keys.joined(separator: ", "))"
            throw HookSettingsError(hook: hook, path: "\(path).\(key)", message: "unknown key", hint: near ?? known)
        }
    }

    /// A text; nil where it is not given.
    public func text(_ key: String) throws -> String? {
        try value(key, "a text") { $0.stringValue }
    }

    /// `true` or `false`; nil where it is not given.
    public func bool(_ key: String) throws -> Bool? {
        try value(key, "true or false") { $0.boolValue }
    }

    /// A list of texts; nil where it is not given.
    public func texts(_ key: String) throws -> [String]? {
        try value(key, "a list of texts") { value in
            value.arrayValue.flatMap { elements in
                let texts = elements.compactMap(\.stringValue)
                return texts.count == elements.count ? texts : nil
            }
        }
    }

    /// A whole number above 0; nil where it is not given.
    public func count(_ key: String) throws -> Int64? {
        try value(key, "a whole number above 0") { $0.integerValue.flatMap { $0 > 0 ? $0 : nil } }
    }

    /// Bytes, such as `512Mi`; nil where it is not given.
    public func bytes(_ key: String) throws -> Int64? {
        try amount(key) { text throws(Quantity.Problem) in try Quantity.bytes(text) }
    }

    /// CPUs in billionths of one, from such as `2`, `0.5` or `500m`; nil where it is not given.
    public func nanoCPUs(_ key: String) throws -> Int64? {
        try amount(key) { text throws(Quantity.Problem) in try Quantity.nanoCPUs(text) }
    }

    /// Settings within these; none of them where the key is not given.
    public func settings(_ key: String, keys: [String]) throws -> HookSettings {
        try HookSettings(members[key] ?? .null, of: hook, path: "\(path).\(key)", keys: keys)
    }

    /// An error about one key.
    public func error(_ key: String, _ message: String, hint: String? = nil) -> HookSettingsError {
        HookSettingsError(hook: hook, path: "\(path).\(key)", message: message, hint: hint)
    }

    private func value<Value>(_ key: String, _ expected: String, _ read: (JSONValue) -> Value?) throws -> Value? {
        guard let given = members[key], given != .null else { return nil }
        guard let value = read(given) else { throw error(key, "expected \(expected), found \(given.jsonText)") }
        return value
    }

    private func amount(
        _ key: String, _ parse: (String) throws(Quantity.Problem) -> Int64
    ) throws -> Int64? {
        guard let given = members[key], given != .null else { return nil }
        let text = given.stringValue ?? given.jsonText
        do { return try parse(text) } catch { throw self.error(key, error.message, hint: error.hint) }
    }
}
