/// Text from outside, made safe to print: control characters and those that turn the writing direction are escaped.
public enum TerminalText {
    /// The text on one line; line ends become `\n`.
    public static func line(_ text: some StringProtocol) -> String {
        guard text.unicodeScalars.contains(where: isEscaped) else { return String(text) }
        return text.unicodeScalars.reduce(into: "") { $0 += shown($1) }
    }

    /// The text as its lines, each safe; a line end at the end adds no empty line.
    public static func lines(_ text: String) -> [String] {
        var parts = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        return parts.map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(line).joined(separator: "    ")
        }
    }

    /// What is printed for one scalar.
    static func shown(_ scalar: Unicode.Scalar) -> String {
        guard isEscaped(scalar) else { return String(scalar) }
        return switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }

    /// How many terminal cells a text takes that ``line(_:)`` made, near enough to align columns.
    public static func width(of text: String) -> Int {
        text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
            ? text.utf8.count : text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    /// How many terminal cells a printed scalar takes, near enough to put a caret under it.
    static func width(of scalar: Unicode.Scalar) -> Int {
        if isEscaped(scalar) { return shown(scalar).unicodeScalars.count }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        return switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: scalar.properties.isEmojiPresentation ? 2 : 1
        }
    }

    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF: true
        // Marks that turn the writing direction can make a line look like another one.
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
