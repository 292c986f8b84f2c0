import Diagnostics

extension SettingsReader {
    /// The members of an object that may have `keys` alone.
    public func object(_ value: JSONValue?, at path: String, keys: [String]) -> JSONObject? {
        guard let object = self.value(value, at: path, expected: "an object", { $0.objectValue }) else { return nil }
        for key in object.keys where !keys.contains(key) { refuse(key, at: path, keys: keys) }
        return object
    }

    private func refuse(_ key: String, at path: String, keys: [String]) {
        let known = keys.isEmpty ? "there are no settings" : "known are \(keys.joined(separator: ", "))"
        note(
            .error, "\(area).unknown-key", "unknown key '\(key)'", at: Self.join(path, key),
            hint: didYouMean(key, among: keys) ?? known)
    }

    /// The elements of a list with their paths; one text alone counts as a list of one, and null as an empty one.
    public func list(_ value: JSONValue?, at path: String) -> [(value: JSONValue, path: String)] {
        let list = self.value(value, at: path, expected: "a list") { value -> [(JSONValue, String)]? in
            switch value {
            case .null: []
            case .array(let elements): elements.enumerated().map { ($1, "\(path)[\($0)]") }
            case .string: [(value, path)]
            default: nil
            }
        }
        return list ?? []
    }

    /// A text.
    public func text(_ value: JSONValue?, at path: String) -> String? {
        self.value(value, at: path, expected: "text") { $0.stringValue }
    }

    /// A list of texts.
    public func texts(_ value: JSONValue?, at path: String) -> [String]? {
        self.value(value, at: path, expected: "a list of texts") { value in
            guard let elements = value.arrayValue else { return nil }
            let texts = elements.compactMap(\.stringValue)
            return texts.count == elements.count ? texts : nil
        }
    }

    /// `true` or `false`.
    public func bool(_ value: JSONValue?, at path: String) -> Bool? {
        self.value(value, at: path, expected: "true or false") { $0.boolValue }
    }

    /// A whole number from 0 to `limit`.
    public func number(_ value: JSONValue?, at path: String, limit: UInt64 = .max) -> UInt64? {
        let expected = "a whole number from 0\(limit == .max ? "" : " to \(limit)")"
        return self.value(value, at: path, expected: expected) { value in
            if let number = value.integerValue.flatMap({ UInt64(exactly: $0) }), number <= limit { return number }
            // Beyond 63 bits a number is read as a floating-point one, which is exact for masks that end in zeros only.
            guard case .number(let number) = value, let exact = UInt64(exactly: number) else { return nil }
            return exact <= limit && exact > Int64.max ? exact : nil
        }
    }

    /// A whole number above 0.
    public func count(_ value: JSONValue?, at path: String) -> Int64? {
        self.value(value, at: path, expected: "a whole number above 0") {
            $0.integerValue.flatMap { $0 > 0 ? $0 : nil }
        }
    }

    /// An amount as one of ``Quantity``'s functions reads it; numbers are taken as written.
    public func amount(
        _ value: JSONValue?, at path: String, _ parse: (String) throws(Quantity.Problem) -> Int64
    ) -> Int64? {
        guard let value else { return nil }
        do { return try parse(value.stringValue ?? value.jsonText) } catch {
            fail(error.message, at: path, hint: error.hint)
            return nil
        }
    }
}
