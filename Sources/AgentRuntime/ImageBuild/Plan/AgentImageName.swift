/// Names of images: the one we give, and what counts as one.
public enum AgentImageName {
    /// The name and tag of an agent's image: `<project>-<agent>:<version>`, or `:latest` without a version.
    ///
    /// The result is always valid: lower case, with what a reference cannot hold replaced by dashes, the name cut after
    /// 200 characters and the tag after 128.
    public static func forAgent(_ agent: String, project: String, version: String?) -> String {
        "\(name("\(project)-\(agent)")):\(tag(version ?? ""))"
    }

    /// Whether `text` can stand behind `FROM`: a reference without space, quotes or variables.
    public static func isReference(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 512, isAlphanumeric(first) else { return false }
        return text.utf8.allSatisfy { isAlphanumeric($0) || "._-/:@".utf8.contains($0) }
    }

    /// Whether `text` can be a tag: at most 128 of `[A-Za-z0-9_.-]`, not beginning with a dot or dash.
    public static func isTag(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 128, isAlphanumeric(first) || first == UInt8(ascii: "_")
        else { return false }
        return text.utf8.allSatisfy { isAlphanumeric($0) || "._-".utf8.contains($0) }
    }

    private static func name(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.lowercased().utf8 {
            if isAlphanumeric(byte) {
                result.append(byte)
            } else if let last = result.last, isAlphanumeric(last) {
                // A separator stands alone between letters, so that any mix of them stays valid.
                result.append("._".utf8.contains(byte) ? byte : UInt8(ascii: "-"))
            }
        }
        result = Array(result.prefix(200))
        while let last = result.last, !isAlphanumeric(last) { result.removeLast() }
        return result.isEmpty ? "agent" : String(decoding: result, as: UTF8.self)
    }

    private static func tag(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8.prefix(128) {
            let isFirst = result.isEmpty
            if isAlphanumeric(byte) || byte == UInt8(ascii: "_") || (!isFirst && ".-".utf8.contains(byte)) {
                result.append(byte)
            } else if !isFirst {
                result.append(UInt8(ascii: "-"))
            }
        }
        return result.isEmpty ? "latest" : String(decoding: result, as: UTF8.self)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
