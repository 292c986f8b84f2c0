/// The beginning of what an agent answered, as a failure quotes it.
enum Excerpt {
    private static let longest = 200

    /// The first 200 bytes in quotes, or words that say that there are none.
    static func of(_ bytes: some Collection<UInt8>, called name: String) -> String {
        guard !bytes.isEmpty else { return "no \(name)" }
        let text = String(decoding: bytes.prefix(longest), as: UTF8.self)
        return "'\(text.last == "\n" ? String(text.dropLast()) : text)'" + (bytes.count > longest ? "…" : "")
    }
}
