/// The images that a Dockerfile starts from, read as far as that goes without running it.
struct DockerfileBases {
    /// The images behind FROM that are no stages, in order, each once. One whose variables have no value is left out, and
    /// so is `scratch`.
    private(set) var images: [String] = []
    /// The names of the stages.
    private(set) var stages: [String] = []

    /// Reads a Dockerfile.
    ///
    /// - Parameter arguments: build arguments, which replace the defaults of ARG before the first FROM.
    init(text: String, arguments: [String: String]) {
        var values: [String: String] = [:]
        for instruction in Self.instructions(of: text) {
            var words = instruction.split(whereSeparator: \.isWhitespace)[...]
            switch words.popFirst()?.uppercased() {
            case "ARG" where stages.isEmpty && images.isEmpty:
                for word in words {
                    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                    let standard = parts.count > 1 ? parts[1].trimmingQuotes() : nil
                    values[parts[0]] = arguments[parts[0]] ?? standard
                }
            case "FROM":
                while words.first?.hasPrefix("--") == true { words.removeFirst() }
                guard let image = words.popFirst().flatMap({ Self.expanded(String($0), values) }) else { continue }
                let isStage = stages.contains(image.lowercased())
                if image != "scratch", !isStage, !images.contains(image) { images.append(image) }
                if words.popFirst()?.uppercased() == "AS", let name = words.first { stages.append(name.lowercased()) }
            default: continue
            }
        }
    }

    /// The lines without comments, continued ones joined.
    private static func instructions(of text: String) -> [String] {
        var escape: Character = "\\"
        var result: [String] = []
        var current = ""
        for line in text.split(whereSeparator: \.isNewline) {
            let trimmed = String(line).trimmingWhitespace()
            if trimmed.hasPrefix("#") {
                let directive = trimmed.dropFirst().filter { !$0.isWhitespace }.lowercased()
                if result.isEmpty, current.isEmpty, directive == "escape=`" { escape = "`" }
                continue
            }
            if trimmed.last == escape {
                current += trimmed.dropLast() + " "
            } else {
                result.append(current + trimmed)
                current = ""
            }
        }
        return current.isEmpty ? result : result + [current]
    }

    /// Puts values in for `$NAME`, `${NAME}` and `${NAME:-default}`; nil when one has none.
    private static func expanded(_ text: String, _ values: [String: String]) -> String? {
        var rest = text.trimmingQuotes()[...]
        var result = ""
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            var name: Substring
            var standard: String?
            if rest.first == "{" {
                guard let close = rest.firstIndex(of: "}") else { return nil }
                name = rest[rest.index(after: rest.startIndex)..<close]
                rest = rest[rest.index(after: close)...]
                if let colon = name.firstIndex(of: ":") {
                    guard name[colon...].hasPrefix(":-") else { return nil }
                    standard = String(name[colon...].dropFirst(2))
                    name = name[..<colon]
                }
            } else {
                name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                rest = rest.dropFirst(name.count)
            }
            let value = values[String(name)].flatMap { $0.isEmpty ? nil : $0 } ?? standard
            guard let value else { return nil }
            result += value
        }
        result += rest
        return result.isEmpty ? nil : result
    }
}

extension String {
    fileprivate func trimmingQuotes() -> String {
        for quote in ["\"", "'"] where count >= 2 && hasPrefix(quote) && hasSuffix(quote) {
            return String(dropFirst().dropLast())
        }
        return self
    }
}
