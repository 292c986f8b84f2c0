/// The patterns of a `.dockerignore`, in order: the last one that matches a path, or a folder above it, decides.
///
/// The rules are those of Docker's reference for `.dockerignore`: lines that begin with `#` are comments, space around a
/// pattern and slashes at its ends do not count, `!` takes back in what an earlier pattern left out.
public struct IgnoreRules: Sendable, Hashable {
    /// A line that is not a pattern.
    public struct Mistake: Error, Sendable, Hashable {
        /// The line's number, from 1.
        public var line: Int
        /// The line as written.
        public var text: String
    }

    /// How far one path, and the folders above it, match each of the rules.
    struct Matches: Sendable, Hashable {
        fileprivate var flags: [Bool]
    }

    let patterns: [IgnorePattern]

    /// No rules: nothing is left out.
    public init() { patterns = [] }

    /// Reads the text of a `.dockerignore`.
    public init(text: String) throws(Mistake) { try self.init(lines: Self.lines(of: text)) }

    /// The lines of a `.dockerignore`, as written.
    static func lines(of text: String) -> [String] {
        // Split by scalars: "\r\n" is one character.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        if let first = lines.first, first.first == "\u{FEFF}" { lines[0] = first.dropFirst() }
        return lines.map { String($0) }
    }

    /// A pattern that matches `path` and nothing else.
    static func literal(_ path: String) -> String {
        var pattern = ""
        for scalar in path.unicodeScalars {
            let isSpecial = "*?[\\".unicodeScalars.contains(scalar)
            if isSpecial || (pattern.isEmpty && "!#".unicodeScalars.contains(scalar)) { pattern += "\\" }
            pattern.unicodeScalars.append(scalar)
        }
        return pattern
    }

    /// Reads the lines of a `.dockerignore`.
    public init(lines: [String]) throws(Mistake) {
        var patterns: [IgnorePattern] = []
        for (index, line) in lines.enumerated() where !line.hasPrefix("#") {
            let trimmed = line.trimmingWhitespace()
            if trimmed.isEmpty { continue }
            do {
                patterns.append(try IgnorePattern(trimmed))
            } catch {
                throw Mistake(line: index + 1, text: line)
            }
        }
        self.patterns = patterns
    }

    private init(patterns: [IgnorePattern]) { self.patterns = patterns }

    /// These rules, then `more`, which beat them.
    public func followed(by more: IgnoreRules) -> IgnoreRules { IgnoreRules(patterns: patterns + more.patterns) }

    /// Whether `path`, relative to the context, is left out.
    public func ignores(_ path: String) -> Bool {
        var matches = Matches(flags: [])
        var folder = ""
        for segment in path.split(separator: "/") where segment != "." {
            folder += folder.isEmpty ? String(segment) : "/\(segment)"
            matches = self.matches(folder, in: matches)
        }
        return isIgnored(matches)
    }

    /// How `path` matches, where `parent` says how its folder does.
    func matches(_ path: String, in parent: Matches?) -> Matches {
        let scalars = Array(path.unicodeScalars)
        let inherited = parent?.flags ?? []
        return Matches(
            flags: patterns.enumerated().map { index, pattern in
                (index < inherited.count && inherited[index]) || pattern.matches(scalars)
            })
    }

    /// The verdict of the last rule that matches.
    func isIgnored(_ matches: Matches) -> Bool {
        guard let last = matches.flags.lastIndex(of: true) else { return false }
        return !patterns[last].isNegated
    }

    /// Whether something below the ignored folder `path` may be taken back in, so that it must be looked at.
    public func mayTakeBack(below path: String) -> Bool {
        let folders = path.split(separator: "/")
        return patterns.contains { pattern in
            guard pattern.isNegated else { return false }
            let wanted = pattern.text.split(separator: "/")
            for (index, folder) in folders.enumerated() {
                guard index < wanted.count else { return false }
                if wanted[index].contains("**") { return true }
                guard let segment = try? IgnorePattern(String(wanted[index])),
                    segment.matches(Array(folder.unicodeScalars))
                else { return false }
            }
            return wanted.count > folders.count
        }
    }
}

extension String {
    /// The text without white space at either end.
    func trimmingWhitespace() -> String {
        var rest = unicodeScalars[...]
        while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
