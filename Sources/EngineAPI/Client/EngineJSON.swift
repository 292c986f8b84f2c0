import FoundationEssentials

/// JSON as the Engine API speaks it.
enum EngineJSON {
    /// Encodes with sorted keys, so that equal values make equal requests.
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// Decodes one document.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}

extension KeyedDecodingContainer {
    /// The value of a key, or `fallback` where the key is missing or null, which engines mix freely.
    subscript<Value: Decodable>(_ key: Key, or fallback: @autoclosure () -> Value) -> Value {
        get throws { try decodeIfPresent(Value.self, forKey: key) ?? fallback() }
    }

    /// The value of a key, or nil where the key is missing or null.
    subscript<Value: Decodable>(_ key: Key) -> Value? {
        get throws { try decodeIfPresent(Value.self, forKey: key) }
    }
}
