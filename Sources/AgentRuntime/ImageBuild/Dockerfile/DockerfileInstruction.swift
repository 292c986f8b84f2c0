/// One instruction of a Dockerfile, as it is written.
struct DockerfileInstruction: Sendable, Hashable {
    /// Such as `RUN`, in upper case.
    var keyword: String
    /// All of it, continued lines joined; of its heredocs the first line alone.
    var text: String
    /// The indices of its lines, from 0, with those of its heredocs.
    var lines: ClosedRange<Int>
    /// The options behind the keyword without their dashes, such as `mount` with `type=cache,target=/c`.
    var flags: [(name: String, value: String)] { parts.flags.map { ($0.name, $0.value) } }
    /// The words behind the options.
    var words: [String] { parts.words }
    /// Its heredocs, in order.
    private(set) var heredocs: [Heredoc] = []

    /// Text that stands below an instruction.
    struct Heredoc: Sendable, Hashable {
        /// What begins it, such as `<<-"EOF"`.
        var word: String
        /// The line that ends it.
        var end: String
        /// The indices of its lines, from 0, without its last.
        var body = 0..<0

        /// Whether variables stay as they are.
        var isQuoted: Bool { word.contains { "\"'\\".contains($0) } }
        /// Whether tabs at the beginning of its lines do not count.
        var stripsTabs: Bool { word.contains("<<-") }
    }

    private struct Flag: Sendable, Hashable {
        var name: String
        var value: String
    }

    private struct Parts: Sendable, Hashable {
        var flags: [Flag] = []
        var words: [String] = []
    }

    private var parts = Parts()

    init(_ text: String, lines: ClosedRange<Int>) {
        self.text = text
        self.lines = lines
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
        keyword = words.popFirst()?.uppercased() ?? ""
        while let word = words.first, word.hasPrefix("--") {
            words.removeFirst()
            let pair = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            parts.flags.append(Flag(name: pair.first.map(String.init) ?? "", value: pair.dropFirst().joined()))
        }
        parts.words = Array(words)
        if ["RUN", "COPY", "ADD"].contains(keyword) { heredocs = parts.words.compactMap(Self.heredoc) }
    }

    /// The text behind the keyword and the options.
    var body: Substring {
        var rest = text.behindFirstWord
        for _ in parts.flags { rest = rest.behindFirstWord }
        return rest
    }

    /// The options as they are written, each with a blank behind it.
    var options: Substring { text[text.behindFirstWord.startIndex..<body.startIndex] }

    /// The text with one blank between its words: builders show it with others.
    var normalized: String { Self.normalized(text) }

    static func normalized(_ text: String) -> String {
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        if let first = words.first { words[0] = first.uppercased() }
        return words.joined(separator: " ")
    }

    /// Whether it makes a layer: BuildKit counts these alone.
    var makesLayer: Bool { ["RUN", "COPY", "ADD", "WORKDIR"].contains(keyword) }

    /// The heredoc that `word` begins, such as `<<EOF`, `<<-"EOF"` or `3<<EOF`; nil where it begins none.
    private static func heredoc(_ word: String) -> Heredoc? {
        let rest = word.drop { $0.isASCII && $0.isNumber }
        guard rest.hasPrefix("<<") else { return nil }
        var end = rest.dropFirst(2)
        if end.hasPrefix("-") { end = end.dropFirst() }
        guard !end.isEmpty, !end.contains("<") else { return nil }
        return Heredoc(word: word, end: end.filter { $0 != "\"" && $0 != "'" && $0 != "\\" })
    }

    /// The instructions of a Dockerfile without its comments.
    ///
    /// - Parameter escape: what continues a line at its end.
    static func all(in lines: [String], escape: Character) -> [DockerfileInstruction] {
        var result: [DockerfileInstruction] = []
        var current = ""
        var start: Int?
        var number = 0
        while number < lines.count {
            defer { number += 1 }
            let trimmed = lines[number].trimmingWhitespace()
            if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
            if trimmed.last == escape {
                current += trimmed.dropLast() + " "
                start = start ?? number
                continue
            }
            var instruction = DockerfileInstruction(current + trimmed, lines: (start ?? number)...number)
            for index in instruction.heredocs.indices {
                let heredoc = instruction.heredocs[index]
                let first = number + 1
                var last = lines.count
                while number + 1 < lines.count {
                    number += 1
                    let line = heredoc.stripsTabs ? lines[number].drop { $0 == "\t" } : lines[number][...]
                    if line.trimmingLineEnd == heredoc.end {
                        last = number
                        break
                    }
                }
                instruction.heredocs[index].body = first..<max(first, last)
                instruction.lines = instruction.lines.lowerBound...number
            }
            result.append(instruction)
            current = ""
            start = nil
        }
        if let start { result.append(DockerfileInstruction(current, lines: start...max(start, lines.count - 1))) }
        return result
    }
}

extension Substring {
    fileprivate var trimmingLineEnd: Substring { last == "\r" ? dropLast() : self }
}

extension StringProtocol where SubSequence == Substring {
    /// What follows the first word and the blanks behind it.
    fileprivate var behindFirstWord: Substring {
        let word = drop(while: \.isWhitespace)
        return word.drop { !$0.isWhitespace }.drop { $0.isWhitespace }
    }
}
