/// Reads one JSON text as strictly as Go's `encoding/json`: no comments, no trailing commas, nothing after the value.
struct LocatedJSONParser {
    /// What is wrong with the text, and where.
    struct Mistake: Error {
        var message: String
        var place: LocatedJSON.Place
    }

    /// How deep values may be nested.
    private static let deepest = 100

    private let text: [Unicode.Scalar]
    private var index = 0
    private var place = LocatedJSON.Place()

    /// Reads a text.
    ///
    /// - Parameter bytes: UTF-8; what is none becomes U+FFFD, as in Go.
    static func parse(_ bytes: [UInt8]) throws(Mistake) -> LocatedJSON {
        var parser = LocatedJSONParser(text: Array(String(decoding: bytes, as: UTF8.self).unicodeScalars))
        parser.skipBlanks()
        let value = try parser.value(depth: 0)
        parser.skipBlanks()
        guard parser.next == nil else {
            throw parser.mistake("there is \(parser.shownNext) after the end of the value")
        }
        return value
    }

    private init(text: [Unicode.Scalar]) { self.text = text }

    private var next: Unicode.Scalar? { index < text.count ? text[index] : nil }

    private var isAtDigit: Bool { next.map { ("0"..."9").contains($0) } ?? false }

    /// What comes next, for messages.
    private var shownNext: String { next.map { "'\($0)'" } ?? "the end of the text" }

    private func mistake(_ message: String, at place: LocatedJSON.Place? = nil) -> Mistake {
        Mistake(message: message, place: place ?? self.place)
    }

    private mutating func advance() {
        if next == "\n" {
            place = LocatedJSON.Place(line: place.line + 1)
        } else {
            place.column += 1
        }
        index += 1
    }

    private mutating func skipBlanks() {
        while let scalar = next, [" ", "\t", "\n", "\r"].contains(scalar) { advance() }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        advance()
        return true
    }

    private mutating func value(depth: Int) throws(Mistake) -> LocatedJSON {
        guard depth < Self.deepest else { throw mistake("values are nested more than \(Self.deepest) deep") }
        let start = place
        let content: LocatedJSON.Content
        switch next {
        case "{": content = .object(try members(depth: depth))
        case "[": content = .array(try elements(depth: depth))
        case "\"": content = .string(try string())
        case "t": content = try word("true", .bool(true))
        case "f": content = try word("false", .bool(false))
        case "n": content = try word("null", .null)
        case _ where next == "-" || isAtDigit:
            try number()
            content = .number
        default: throw mistake("expected a value, found \(shownNext)")
        }
        return LocatedJSON(content: content, place: start)
    }

    private mutating func members(depth: Int) throws(Mistake) -> [LocatedJSON.Member] {
        advance()
        var members: [LocatedJSON.Member] = []
        skipBlanks()
        if take("}") { return members }
        while true {
            skipBlanks()
            let start = place
            guard next == "\"" else { throw mistake("expected a key in double quotes, found \(shownNext)") }
            let key = try string()
            skipBlanks()
            guard take(":") else { throw mistake("expected ':' after the key '\(key)', found \(shownNext)") }
            skipBlanks()
            members.append(LocatedJSON.Member(key: key, place: start, value: try value(depth: depth + 1)))
            skipBlanks()
            if take("}") { return members }
            guard take(",") else { throw mistake("expected ',' or '}' after a member, found \(shownNext)") }
        }
    }

    private mutating func elements(depth: Int) throws(Mistake) -> [LocatedJSON] {
        advance()
        var elements: [LocatedJSON] = []
        skipBlanks()
        if take("]") { return elements }
        while true {
            skipBlanks()
            elements.append(try value(depth: depth + 1))
            skipBlanks()
            if take("]") { return elements }
            guard take(",") else { throw mistake("expected ',' or ']' after an element, found \(shownNext)") }
        }
    }

    private mutating func word(
        _ word: String, _ content: LocatedJSON.Content
    ) throws(Mistake) -> LocatedJSON.Content {
        for scalar in word.unicodeScalars where !take(scalar) {
            throw mistake("expected '\(word)', found \(shownNext)")
        }
        return content
    }

    private mutating func number() throws(Mistake) {
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
    }

    private mutating func digits() throws(Mistake) {
        guard isAtDigit else { throw mistake("expected a digit, found \(shownNext)") }
        while isAtDigit { advance() }
    }

    private mutating func string() throws(Mistake) -> String {
        let start = place
        advance()
        var result = String.UnicodeScalarView()
        while let scalar = next {
            switch scalar {
            case "\"":
                advance()
                return String(result)
            case "\\":
                advance()
                result.append(try escape())
            case _ where scalar.value < 0x20:
                throw mistake("a control character stands in a string; write it as an escape such as '\\n'")
            default:
                result.append(scalar)
                advance()
            }
        }
        throw mistake("the string that begins here does not end", at: start)
    }

    private mutating func escape() throws(Mistake) -> Unicode.Scalar {
        let place = place
        let escaped = next
        if escaped != nil { advance() }
        switch escaped {
        case "\"", "\\", "/": return escaped ?? "/"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return try codePoint()
        default: throw mistake("no such escape; a backslash is written '\\\\'", at: place)
        }
    }

    /// What follows `\u`; half of a surrogate pair becomes U+FFFD, as in Go.
    private mutating func codePoint() throws(Mistake) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let rest = (index, place)
        if first < 0xDC00, take("\\"), take("u"), case let second = try hexadecimal(), 0xDC00...0xDFFF ~= second,
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        {
            return scalar
        }
        (index, place) = rest
        return "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(Mistake) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let scalar = next, scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
                throw mistake("expected four hexadecimal digits after '\\u', found \(shownNext)")
            }
            value = value << 4 + UInt32(digit)
            advance()
        }
        return value
    }
}
