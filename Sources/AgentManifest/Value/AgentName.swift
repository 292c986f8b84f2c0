/// Names of agents and what else must be one DNS label, such as a project's: `[a-z0-9]([-a-z0-9]*[a-z0-9])?`, at most 63 characters.
public enum AgentName {
    /// How many characters a name may have.
    public static let longest = 63

    /// The grammar in words, for messages.
    public static let grammar = "lower-case letters, digits and inner dashes, \(longest) at most"

    /// Whether a text is such a name. One that is has nothing in it that means something in a path.
    public static func isValid(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard !bytes.isEmpty, bytes.count <= longest, bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-")
        else {
            return false
        }
        return bytes.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// The valid name that is most like `name`; nil when nothing is left of it.
    public static func nearest(to name: String) -> String? {
        var result: [UInt8] = []
        for byte in name.lowercased().utf8 {
            if isLetterOrDigit(byte) {
                result.append(byte)
            } else if let last = result.last, last != UInt8(ascii: "-") {
                result.append(UInt8(ascii: "-"))
            }
        }
        result = Array(result.prefix(longest))
        while result.last == UInt8(ascii: "-") { result.removeLast() }
        return result.isEmpty ? nil : String(decoding: result, as: UTF8.self)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
