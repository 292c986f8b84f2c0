import FoundationEssentials

/// The query part of a request's path, in the order in which it was built.
struct Query: Sendable {
    private var items: [(name: String, value: String)] = []

    /// `?a=1&b=2`, or nothing.
    var encoded: String {
        items.isEmpty
            ? "" : "?" + items.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
    }

    /// Adds a text; nil adds nothing.
    mutating func add(_ name: String, _ value: String?) {
        if let value { items.append((name, value)) }
    }

    /// Adds a number; nil adds nothing.
    mutating func add(_ name: String, _ value: Int?) { add(name, value.map(String.init)) }

    /// Adds `1` when true. Both engines take 1 for true and a missing parameter for their default.
    mutating func add(_ name: String, _ value: Bool) {
        if value { add(name, "1") }
    }

    /// Adds `1` or `0`; nil leaves it to the engine.
    mutating func add(explicit name: String, _ value: Bool?) { add(name, value.map { $0 ? "1" : "0" }) }

    /// Adds a value as JSON.
    mutating func add(json name: String, _ value: some Encodable) throws {
        add(name, String(decoding: try EngineJSON.encode(value), as: UTF8.self))
    }

    /// Adds filters unless there are none.
    mutating func add(_ filters: EngineFilters) throws {
        if !filters.values.isEmpty { try add(json: "filters", filters.values) }
    }

    /// Percent-encodes everything but RFC 3986's unreserved characters and those in `keeping`.
    static func escaped(_ text: String, keeping: String = "") -> String {
        let kept = Array(keeping.utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            case _ where kept.contains(byte): result.append(byte)
            default: result += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 0xf)]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
