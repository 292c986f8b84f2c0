import FoundationEssentials

/// Base64 as registries and engines use it.
enum Base64 {
    /// Encodes with the alphabet for URLs (RFC 4648, section 5), padded.
    static func encodeURL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }

    /// Decodes either alphabet, padded or not; nil for anything else.
    static func decode(_ text: String) -> [UInt8]? {
        var plain = text.replacing("-", with: "+").replacing("_", with: "/")
        plain += String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: plain).map(Array.init)
    }
}
