/// A line for a shell that is one simple command, in words. Whatever needs a shell to be understood is none.
struct ShellWords: Sendable, Hashable {
    /// The program and its arguments, without quotes, with variables in place; what is said to `/dev/null` is left out.
    let words: [String]

    private static let special = Set("|&;<>()`*?[]{}~#!\\\n")

    /// - Parameters:
    ///   - line: as it is given to `sh -c`. An end such as `|| exit 1` is allowed, as Dockerfiles have it.
    ///   - variables: what `$NAME`, `${NAME}` and `${NAME:-else}` stand for.
    init?(_ line: String, variables: [String: String]) {
        var text = Substring(line)
        if let end = text.firstRange(of: "||") {
            let rest = text[end.upperBound...].split(whereSeparator: \.isWhitespace)
            guard rest == ["false"] || (rest.count <= 2 && rest.first == "exit" && rest.last != "0") else { return nil }
            text = text[..<end.lowerBound]
        }
        for silence in [
            "2>&1", ">/dev/null", "> /dev/null", "1>/dev/null", "2>/dev/null", "2> /dev/null", "&>/dev/null",
        ]
        .sorted(by: { $0.count > $1.count }) {
            text = Substring(text.replacing(silence, with: " "))
        }
        guard let words = Self.split(text, variables) else { return nil }
        self.words = words
    }

    private static func split(_ text: Substring, _ variables: [String: String]) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = text
        while let letter = rest.first {
            if letter == "$", quote != "'" {
                guard let (value, after) = variable(rest.dropFirst(), variables) else { return nil }
                word = (word ?? "") + value
                rest = after
                continue
            }
            rest = rest.dropFirst()
            if let open = quote {
                if letter == open {
                    quote = nil
                } else {
                    guard letter != "\\", letter != "`" else { return nil }
                    word = (word ?? "") + String(letter)
                }
            } else if letter == "'" || letter == "\"" {
                quote = letter
                word = word ?? ""
            } else if letter == " " || letter == "\t" {
                if let word { words.append(word) }
                word = nil
            } else {
                // A question mark in a URL stands for itself, since no file is called so.
                guard !special.contains(letter) || (letter == "?" && word?.contains("/") == true) else { return nil }
                word = (word ?? "") + String(letter)
            }
        }
        guard quote == nil else { return nil }
        if let word { words.append(word) }
        return words.isEmpty ? nil : words
    }

    /// - Parameter text: what follows the dollar sign.
    private static func variable(
        _ text: Substring, _ variables: [String: String]
    ) -> (value: String, rest: Substring)? {
        let hasBraces = text.first == "{"
        let body = hasBraces ? text.dropFirst() : text
        let name = body.prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
        guard let first = name.first, !first.isNumber else { return nil }
        let value = variables[String(name)] ?? ""
        let rest = body[name.endIndex...]
        guard hasBraces else { return (value, rest) }
        guard let end = rest.firstIndex(of: "}") else { return nil }
        let rule = rest[..<end]
        let after = rest[rest.index(after: end)...]
        if rule.isEmpty { return (value, after) }
        guard rule.hasPrefix(":-"), !rule.contains("$") else { return nil }
        return (value.isEmpty ? String(rule.dropFirst(2)) : value, after)
    }

    /// The program that a line for a shell runs first, as far as it can be told without a shell; nil where the shell itself does it.
    static func program(of line: String) -> String? {
        let line = line.drop(while: \.isWhitespace)
        let word = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_./-+".contains($0)) }
        let next = line[word.endIndex...].first ?? " "
        guard next.isWhitespace || "|&;<>".contains(next), !word.isEmpty, !builtIns.contains(String(word)) else {
            return nil
        }
        return String(word)
    }

    /// What a shell does itself (POSIX.1-2024, Shell Command Language).
    private static let builtIns: Set = [
        ".", ":", "alias", "bg", "break", "case", "cd", "command", "continue", "do", "done", "echo", "elif", "else",
        "esac",
        "eval", "exec", "exit", "export", "false", "fc", "fg", "fi", "for", "function", "getopts", "hash", "if", "jobs",
        "kill", "let", "local", "printf", "pwd", "read", "readonly", "return", "set", "shift", "source", "test", "then",
        "time",
        "times", "trap", "true", "type", "ulimit", "umask", "unalias", "unset", "until", "wait", "while",
    ]
}
