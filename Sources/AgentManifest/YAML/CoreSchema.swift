/// What a plain scalar means: the core schema of YAML 1.2, section 10.3.2. `yes`, `on` and their like are text.
enum CoreSchema: Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// Any number that is no 64-bit integer; may be infinite or not a number.
    case float(Double)
    case string

    /// The meaning of `text`.
    init(_ text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        default: self = Self.number(text) ?? .string
        }
    }

    private static func number(_ text: String) -> CoreSchema? {
        if text.hasPrefix("0o") { return Int64(text.dropFirst(2), radix: 8).flatMap { unsigned($0, text) } }
        if text.hasPrefix("0x") { return Int64(text.dropFirst(2), radix: 16).flatMap { unsigned($0, text) } }
        var rest = text[...]
        let sign = rest.first
        if sign == "-" || sign == "+" { rest = rest.dropFirst() }
        switch rest {
        case ".inf", ".Inf", ".INF": return .float(sign == "-" ? -.infinity : .infinity)
        case ".nan", ".NaN", ".NAN": return sign == "-" || sign == "+" ? nil : .float(.nan)
        default: break
        }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        if rest.isEmpty {
            guard !whole.isEmpty else { return nil }
            return Int64(text).map { .integer($0) } ?? Double(text).map { .float($0) }
        }
        var fraction = Substring()
        if rest.first == "." {
            rest = rest.dropFirst()
            fraction = rest.prefix(while: isDigit)
            rest = rest.dropFirst(fraction.count)
        }
        guard !(whole.isEmpty && fraction.isEmpty) else { return nil }
        if rest.first == "e" || rest.first == "E" {
            rest = rest.dropFirst()
            if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
            let exponent = rest.prefix(while: isDigit)
            guard !exponent.isEmpty else { return nil }
            rest = rest.dropFirst(exponent.count)
        }
        // Swift's parser wants digits on both sides of the point.
        return rest.isEmpty ? Double(normalized(text)).map { .float($0) } : nil
    }

    private static func normalized(_ text: String) -> String {
        var result = ""
        var previous: Character = " "
        for character in text {
            if character == ".", !isDigit(previous) { result.append("0") }
            if previous == ".", !isDigit(character) { result.append("0") }
            result.append(character)
            previous = character
        }
        return previous == "." ? result + "0" : result
    }

    private static func unsigned(_ value: Int64, _ text: String) -> CoreSchema? {
        let digit = text.dropFirst(2).first
        return digit == "-" || digit == "+" ? nil : .integer(value)
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
