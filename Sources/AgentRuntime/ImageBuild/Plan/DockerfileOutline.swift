/// What a Dockerfile of the user's own is made of, read as far as that goes without running it.
struct DockerfileOutline {
    /// A part from one FROM to the next.
    private struct Stage {
        var name: String?
        /// The index of its first line.
        var start: Int
    }

    /// The images behind FROM that are no stages, in order, each once. One whose variables have no value is left out, and
    /// so is `scratch`.
    private(set) var images: [String] = []
    private var stages: [Stage] = []
    /// The lines as written, without their line feeds.
    private var lines: [String] = []
    private var escape: Character = "\\"

    /// Reads a Dockerfile.
    ///
    /// - Parameter arguments: build arguments, which replace the defaults of ARG before the first FROM.
    init(text: String, arguments: [String: String]) {
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        var values: [String: String] = [:]
        for instruction in instructions() {
            var words = instruction.text.split(whereSeparator: \.isWhitespace)[...]
            switch words.popFirst()?.uppercased() {
            case "ARG" where stages.isEmpty:
                for word in words {
                    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                    let standard = parts.count > 1 ? parts[1].trimmingQuotes() : nil
                    values[parts[0]] = arguments[parts[0]] ?? standard
                }
            case "FROM":
                while words.first?.hasPrefix("--") == true { words.removeFirst() }
                if let image = words.popFirst().flatMap({ Self.expanded(String($0), values) }) {
                    let isStage = stages.contains { $0.name == image.lowercased() }
                    if image != "scratch", !isStage, !images.contains(image) { images.append(image) }
                }
                let isNamed = words.popFirst()?.uppercased() == "AS"
                stages.append(Stage(name: isNamed ? words.first?.lowercased() : nil, start: instruction.start))
            default: continue
            }
        }
    }

    /// The text with a LABEL at the end of a stage.
    ///
    /// - Parameters:
    ///   - labels: the labels.
    ///   - target: the stage's name or number; nil for the last one.
    /// - Returns: nil when there is no such stage.
    func text(adding labels: [String: String], to target: String?) -> String? {
        guard let label = DockerfileText.label(labels, escape: escape), !stages.isEmpty else { return nil }
        var index = stages.count - 1
        if let target {
            guard let found = stages.firstIndex(where: { $0.name == target.lowercased() }) ?? Int(target),
                stages.indices.contains(found)
            else { return nil }
            index = found
        }
        guard index + 1 < stages.count else { return lines.joined(separator: "\n") + "\n\(label)\n" }
        let next = stages[index + 1].start
        return (lines[..<next] + [label] + lines[next...]).joined(separator: "\n")
    }

    /// The instructions without comments, continued lines joined.
    private mutating func instructions() -> [(text: String, start: Int)] {
        var result: [(text: String, start: Int)] = []
        var current = ""
        var start: Int?
        for (number, line) in lines.enumerated() {
            let trimmed = line.trimmingWhitespace()
            if trimmed.isEmpty { continue }
            if trimmed.hasPrefix("#") {
                let directive = trimmed.dropFirst().filter { !$0.isWhitespace }.lowercased()
                if result.isEmpty, start == nil, directive == "escape=`" { escape = "`" }
                continue
            }
            if trimmed.last == escape {
                current += trimmed.dropLast() + " "
                start = start ?? number
            } else {
                result.append((current + trimmed, start ?? number))
                current = ""
                start = nil
            }
        }
        if let start { result.append((current, start)) }
        return result
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
