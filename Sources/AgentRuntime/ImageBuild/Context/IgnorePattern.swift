/// One pattern of a `.dockerignore`, compiled for matching.
///
/// `*` and `?` stop at a slash, `**` crosses any number of folders, `[a-z]` is a class, and a backslash takes the next
/// character as it is. A pattern is anchored at the root of the context and also stands for everything beneath what it
/// matches.
struct IgnorePattern: Sendable, Hashable {
    /// Why a pattern cannot be used.
    enum Mistake: Error, Hashable {
        /// `!` with nothing behind it.
        case nothingNegated
        /// A `[` without its `]`, an empty class, or a backslash at the end.
        case syntax
    }

    private enum Token: Hashable {
        case scalar(Unicode.Scalar)
        /// `?`
        case oneInSegment
        /// `*`
        case manyInSegment
        /// `**` before something: nothing, or anything that ends with a slash.
        case folders
        /// `**` at the end.
        case rest
        case oneOf([ClosedRange<Unicode.Scalar>], negated: Bool)
    }

    /// The pattern as cleaned, without `!`; what an error shows.
    let text: String
    /// Whether a match takes a path back in: the pattern began with `!`.
    let isNegated: Bool
    private let tokens: [Token]

    /// Compiles a line that is neither empty nor a comment.
    init(_ line: String) throws(Mistake) {
        var pattern = Substring(line)
        isNegated = pattern.hasPrefix("!")
        if isNegated {
            pattern = pattern.dropFirst()
            while pattern.first?.isWhitespace == true { pattern = pattern.dropFirst() }
            if pattern.isEmpty { throw .nothingNegated }
        }
        text = Self.cleaned(pattern)
        tokens = try Self.tokens(of: Array(text.unicodeScalars))
    }

    /// The path without empty, `.` and resolvable `..` segments, relative to the context; `.` when nothing is left.
    static func cleaned(_ path: some StringProtocol) -> String {
        var segments: [Substring] = []
        for segment in String(path).split(separator: "/") where segment != "." {
            if segment == "..", let last = segments.last, last != ".." {
                segments.removeLast()
            } else if segment != ".." || !path.hasPrefix("/") {
                segments.append(segment)
            }
        }
        return segments.isEmpty ? "." : segments.joined(separator: "/")
    }

    private static func tokens(of text: [Unicode.Scalar]) throws(Mistake) -> [Token] {
        var tokens: [Token] = []
        var index = 0
        while index < text.count {
            let scalar = text[index]
            index += 1
            switch scalar {
            case "*" where index < text.count && text[index] == "*":
                index += 1
                if index < text.count, text[index] == "/" { index += 1 }
                tokens.append(index == text.count ? .rest : .folders)
            case "*": tokens.append(.manyInSegment)
            case "?": tokens.append(.oneInSegment)
            case "[": tokens.append(try characterClass(text, &index))
            case "\\":
                guard index < text.count else { throw .syntax }
                tokens.append(.scalar(text[index]))
                index += 1
            default: tokens.append(.scalar(scalar))
            }
        }
        return tokens
    }

    private static func characterClass(_ text: [Unicode.Scalar], _ index: inout Int) throws(Mistake) -> Token {
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        func next() throws(Mistake) -> Unicode.Scalar {
            if index < text.count, text[index] == "\\" { index += 1 }
            guard index < text.count else { throw .syntax }
            index += 1
            return text[index - 1]
        }
        let negated = index < text.count && text[index] == "^"
        if negated { index += 1 }
        while index < text.count, text[index] != "]" || ranges.isEmpty {
            if text[index] == "]" || text[index] == "-" { throw .syntax }
            let low = try next()
            var high = low
            if index < text.count, text[index] == "-" {
                index += 1
                if index < text.count, text[index] == "]" { throw .syntax }
                high = try next()
            }
            guard low <= high else { throw .syntax }
            ranges.append(low...high)
        }
        guard index < text.count, !ranges.isEmpty else { throw .syntax }
        index += 1
        return .oneOf(ranges, negated: negated)
    }

    /// Whether the pattern matches the whole of `path`, which is relative to the context.
    func matches(_ path: [Unicode.Scalar]) -> Bool {
        if case .scalar(let first)? = tokens.first, path.first != first { return false }
        if case .scalar(let last)? = tokens.last, path.last != last { return false }
        // The token positions that can be reached, advanced one scalar of the path at a time: the time grows with the
        // product of both lengths whatever the pattern, where backtracking over several stars would explode.
        var reached = [Bool](repeating: false, count: tokens.count + 1)
        enter(0, of: &reached)
        for scalar in path {
            var next = [Bool](repeating: false, count: tokens.count + 1)
            for position in tokens.indices where reached[position] {
                switch tokens[position] {
                case .scalar(let wanted): if wanted == scalar { enter(position + 1, of: &next) }
                case .oneInSegment: if scalar != "/" { enter(position + 1, of: &next) }
                case .manyInSegment: if scalar != "/" { enter(position, of: &next) }
                case .rest: enter(position, of: &next)
                case .folders:
                    next[position] = true
                    if scalar == "/" { enter(position + 1, of: &next) }
                case .oneOf(let ranges, let negated):
                    if ranges.contains(where: { $0.contains(scalar) }) != negated { enter(position + 1, of: &next) }
                }
            }
            reached = next
        }
        return reached[tokens.count]
    }

    /// Marks a position, and those behind it that need no scalar: every kind of star can stand for nothing.
    private func enter(_ position: Int, of reached: inout [Bool]) {
        var position = position
        while true {
            reached[position] = true
            guard position < tokens.count else { return }
            switch tokens[position] {
            case .manyInSegment, .rest, .folders: position += 1
            case .scalar, .oneInSegment, .oneOf: return
            }
        }
    }
}
