import Diagnostics

/// The settings of one thing that a manifest names, such as a hook's `config` in `[{use: NAME, config: {…}}]`, read key by key. The
/// first mistake is thrown; a ``SettingsReader`` collects all of them.
public struct Settings: Sendable {
    private let members: JSONObject
    private let path: String

    /// Reads an object, or nothing.
    ///
    /// - Parameters:
    ///   - config: the settings.
    ///   - path: where they are, for messages; `config` unless given.
    ///   - keys: the keys that there are; any other is an error.
    /// - Throws: ``SettingsError``.
    public init(_ config: JSONValue, at path: String = "config", keys: [String]) throws(SettingsError) {
        self.path = path
        members = try Self.reading { $0.object(Self.given(config), at: path, keys: keys) } ?? JSONObject()
    }

    /// A text; nil where it is not given.
    public func text(_ key: String) throws(SettingsError) -> String? {
        try Self.reading { $0.text(given(key), at: path(of: key)) }
    }

    /// `true` or `false`; nil where it is not given.
    public func bool(_ key: String) throws(SettingsError) -> Bool? {
        try Self.reading { $0.bool(given(key), at: path(of: key)) }
    }

    /// A list of texts; nil where it is not given.
    public func texts(_ key: String) throws(SettingsError) -> [String]? {
        try Self.reading { $0.texts(given(key), at: path(of: key)) }
    }

    /// A whole number above 0; nil where it is not given.
    public func count(_ key: String) throws(SettingsError) -> Int64? {
        try Self.reading { $0.count(given(key), at: path(of: key)) }
    }

    /// Bytes, such as `512Mi`; nil where it is not given.
    public func bytes(_ key: String) throws(SettingsError) -> Int64? {
        try Self.reading { $0.amount(given(key), at: path(of: key), Quantity.bytes) }
    }

    /// CPUs in billionths of one, from such as `2`, `0.5` or `500m`; nil where it is not given.
    public func nanoCPUs(_ key: String) throws(SettingsError) -> Int64? {
        try Self.reading { $0.amount(given(key), at: path(of: key), Quantity.nanoCPUs) }
    }

    /// Settings within these; none of them where the key is not given.
    public func settings(_ key: String, keys: [String]) throws(SettingsError) -> Settings {
        try Settings(members[key] ?? .null, at: path(of: key), keys: keys)
    }

    /// An error about one key.
    public func error(_ key: String, _ message: String, hint: String? = nil) -> SettingsError {
        SettingsError(path: path(of: key), message: message, hint: hint)
    }

    /// What stands under a key.
    private func given(_ key: String) -> JSONValue? { Self.given(members[key]) }

    /// A key without a value counts as not given.
    private static func given(_ value: JSONValue?) -> JSONValue? {
        // `nil` alone could be taken for the literal of a JSON null.
        value == .some(.null) ? Optional<JSONValue>.none : value
    }

    private func path(of key: String) -> String { SettingsReader.join(path, key) }

    private static func reading<Value>(_ read: (SettingsReader) -> Value?) throws(SettingsError) -> Value? {
        let reader = SettingsReader()
        let value = read(reader)
        if let mistake = reader.diagnostics.first {
            throw SettingsError(path: mistake.path ?? "", message: mistake.message, hint: mistake.hint)
        }
        return value
    }
}
