extension ImageReference {
    /// Lower-case letters and digits in groups, joined by `.`, `_`, `__` or hyphens.
    static func isComponent(_ text: Substring) -> Bool {
        var separator = ""
        var isFirst = true
        for character in text {
            if isLowerCaseOrDigit(character) {
                guard isSeparator(separator) || (separator.isEmpty) else { return false }
                separator = ""
                isFirst = false
            } else {
                guard !isFirst else { return false }
                separator.append(character)
            }
        }
        return !isFirst && separator.isEmpty
    }

    /// Up to 128 letters, digits, `_`, `.` and `-`, not beginning with the last two.
    static func isTag(_ text: Substring) -> Bool {
        guard let first = text.first, first != ".", first != "-", text.utf8.count <= 128 else { return false }
        return text.allSatisfy { isLetterOrDigit($0) || "_.-".contains($0) }
    }

    /// `algorithm:hex` with at least 32 hexadecimal digits; 64 for `sha256`.
    static func isDigest(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].first?.isLetter == true,
            parts[0].allSatisfy({ isLetterOrDigit($0) || "+.-_".contains($0) }),
            parts[1].allSatisfy({ $0.isASCII && $0.isHexDigit && !$0.isUppercase })
        else { return false }
        return parts[0] == "sha256" ? parts[1].count == 64 : parts[1].count >= 32
    }

    /// A host name, an IPv4 address, or an IPv6 address in brackets, each with an optional port.
    static func isHost(_ text: String) -> Bool {
        var host = Substring(text)
        if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
            let port = host[host.index(after: colon)...]
            guard !port.isEmpty, port.allSatisfy({ $0.isASCII && $0.isNumber }) else { return false }
            host = host[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            return host.dropFirst().dropLast().allSatisfy { $0.isASCII && ($0.isHexDigit || $0 == ":") }
        }
        return host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.first, let last = part.last else { return false }
            return isLetterOrDigit(first) && isLetterOrDigit(last)
                && part.allSatisfy { isLetterOrDigit($0) || $0 == "-" }
        }
    }

    /// Whether the whole text is 64 hexadecimal digits, which engines take for an image's id.
    static func isIdentifier(_ repository: String, of text: String) -> Bool {
        repository == "library/\(text)" && text.count == 64 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    static func invalid(_ text: String, _ reason: String) -> EngineError {
        EngineError(
            .invalidReference, "use image '\(text)'", message: reason,
            hint: "write [registry/]name[:tag], such as python:3.11-slim")
    }

    private static func isSeparator(_ text: String) -> Bool {
        text == "." || text == "_" || text == "__" || (!text.isEmpty && text.allSatisfy { $0 == "-" })
    }

    private static func isLowerCaseOrDigit(_ character: Character) -> Bool {
        ("a"..."z").contains(character) || ("0"..."9").contains(character)
    }

    private static func isLetterOrDigit(_ character: Character) -> Bool {
        isLowerCaseOrDigit(character) || ("A"..."Z").contains(character)
    }
}
