/// What a version may be, so that it can be the tag of an image.
enum VersionText {
    /// Whether a text is a version: up to 128 letters, digits, `.`, `_`, `-` and `+`.
    static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= 128, let first = text.utf8.first, first != UInt8(ascii: "."),
            first != UInt8(ascii: "-")
        else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "._-+".unicodeScalars.contains(scalar))
        }
    }
}
