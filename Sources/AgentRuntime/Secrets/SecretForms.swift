/// How a secret's value looks in texts that programs make of it: as it is, in base64 (RFC 4648), percent-encoded (RFC 3986), and in
/// JSON (RFC 8259), in the ways of the usual libraries.
struct SecretForms: Sendable {
    /// All forms, each once.
    let all: Set<[UInt8]>

    /// Longer values are whole files; of these only the text itself is looked for, since all forms together take many
    /// times its size.
    private static let longestValue = 16 << 10

    init(of value: [UInt8]) {
        guard value.count <= Self.longestValue else {
            all = [value]
            return
        }
        all = Self.base64(value).union(Self.percentEncoded(value)).union(Self.escapedInJSON(value)).union([value])
    }

    private static let upper = Array("0123456789ABCDEF".utf8)
    private static let lower = Array("0123456789abcdef".utf8)
    private static let cases = [upper, lower]

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}

extension SecretForms {
    /// What `base64(1)` and PEM put on a line, in bytes of the value; both begin anew with each line.
    private static let lineLengths = [57, 48]
    /// How many bytes the last of several lines must have to be looked for: fewer occur in any text.
    private static let shortestRest = 8

    private static func base64(_ value: [UInt8]) -> Set<[UInt8]> {
        // A shell's `echo` adds a line end.
        var texts = [value, value + [UInt8(ascii: "\n")]]
        for length in lineLengths where value.count > length {
            texts += stride(from: 0, to: value.count, by: length).map { Array(texts[1][$0...].prefix(length)) }
                .filter { $0.count >= shortestRest }
        }
        var forms: Set<[UInt8]> = []
        for alphabet in ["+/", "-_"] {
            let letters = (0...UInt8.max).filter(isAlphanumeric)
            // The order of the alphabet: capitals, small letters, digits.
            let digits = Array(letters[10...] + letters[..<10] + alphabet.utf8)
            for text in texts {
                let whole = encoded(text[...], digits)
                forms.insert(whole)
                forms.insert(whole + [UInt8](repeating: UInt8(ascii: "="), count: (3 - text.count % 3) % 3))
            }
            // The value within a longer text that is encoded as a whole. It may begin at each of three places of a
            // group, and only the digits that its own bits decide are taken.
            for before in 0..<3 {
                let shifted = encoded(([UInt8](repeating: 0, count: before) + value)[...], digits)
                let first = (before * 8 + 5) / 6
                let end = (before + value.count) * 8 / 6
                if first < end { forms.insert(Array(shifted[first..<end])) }
            }
        }
        return forms
    }

    /// Without padding.
    private static func encoded(_ bytes: ArraySlice<UInt8>, _ digits: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var (bits, count): (UInt32, UInt32) = (0, 0)
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(digits[Int(bits >> count & 0x3F)])
            }
        }
        if count > 0 { text.append(digits[Int(bits << (6 - count) & 0x3F)]) }
        return text
    }
}

extension SecretForms {
    /// The characters, beside letters and digits, that are not encoded: by RFC 3986; in forms and by several languages'
    /// URL functions; in whole paths; and none at all.
    private static let kept = [
        "-._~", "-._", "*-._", "-_.!~*'()", "/-._~", "$&+:=@-._~", ";,/?:@&=+$-_.!~*'()#", "",
    ]

    private static func percentEncoded(_ value: [UInt8]) -> Set<[UInt8]> {
        var forms: Set<[UInt8]> = []
        for digits in cases {
            func escaped(_ byte: UInt8) -> [UInt8] {
                [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
            forms.insert(value.flatMap(escaped))
            for kept in kept {
                let kept = Set(kept.utf8)
                let text = value.flatMap { isAlphanumeric($0) || kept.contains($0) ? [$0] : escaped($0) }
                forms.insert(text)
                // Forms write a plus sign for a blank.
                forms.insert(
                    value.flatMap { byte in
                        byte == UInt8(ascii: " ")
                            ? [UInt8(ascii: "+")] : isAlphanumeric(byte) || kept.contains(byte) ? [byte] : escaped(byte)
                    })
            }
        }
        return forms
    }
}

extension SecretForms {
    /// The characters that libraries write as `\u` numbers although JSON does not ask for it: none, those that matter
    /// in HTML, and more of these.
    private static let cautious = ["", "<>&", "<>&'", "\"&'+<>`"]
    private static let short: [Unicode.Scalar: String] = [
        "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u{8}": "\\b", "\u{C}": "\\f",
    ]

    private static func escapedInJSON(_ value: [UInt8]) -> Set<[UInt8]> {
        guard let text = String(validating: value, as: UTF8.self) else { return [] }
        var forms: Set<[UInt8]> = []
        for digits in cases {
            func number(_ scalar: Unicode.Scalar) -> String {
                UTF16.encode(scalar).map { unit in
                    unit.map { number in
                        let places = [12, 8, 4, 0].map { digits[Int(number >> UInt16($0) & 15)] }
                        return "\\u" + String(decoding: places, as: UTF8.self)
                    }.joined()
                } ?? ""
            }
            forms.insert(Array(text.unicodeScalars.map(number).joined().utf8))
            for cautious in cautious {
                let cautious = Set(cautious.unicodeScalars)
                for (escapesSlash, isASCII) in [(false, false), (false, true), (true, false), (true, true)] {
                    let escaped = text.unicodeScalars.map { scalar -> String in
                        if cautious.contains(scalar) || (isASCII && !scalar.isASCII) { return number(scalar) }
                        if scalar == "/", escapesSlash { return "\\/" }
                        if let short = short[scalar] { return short }
                        return scalar.value < 0x20 || scalar.value == 0x7F && isASCII ? number(scalar) : String(scalar)
                    }
                    forms.insert(Array(escaped.joined().utf8))
                }
            }
        }
        return forms
    }
}
