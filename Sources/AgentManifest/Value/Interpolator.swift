/// Replaces `${NAME}`, `${NAME:-default}`, `${NAME:?message}` and `$$` in a text.
///
/// A variable that holds the empty text counts as unset for `:-` and `:?`, as in a shell. A default may hold further
/// `${…}`. What a variable holds is never looked at again. A `$` that is followed by neither `{` nor `$` stays.
struct Interpolator {
    /// One `${…}` that could not be replaced.
    struct Problem: Equatable {
        /// The beginning of the `${…}` as written, to find its place.
        var written: String
        var message: String
        var hint: String?
    }

    /// What became of a text.
    struct Result: Equatable {
        var text: String
        /// The names that were replaced.
        var names: [String] = []
        var problems: [Problem] = []
        /// The names that count as empty because they are not set.
        var unset: [String] = []
        /// Whether values were left out because of the limit.
        var isTooLong = false
    }

    /// Whose rules hold.
    enum Style {
        /// As above.
        case manifest
        /// Those of Compose for environment files: `$NAME` and further operators too, and what is not set is empty. The
        /// names that the file itself has set so far count where the variables have none.
        case environmentFile(earlier: [String: String])
    }

    /// The values by name.
    var variables: [String: String]
    var style = Style.manifest
    /// Names that may be set in lines of `.env` that could not be read; they are not taken for unset.
    var unreadable = UnreadableNames()
    /// How many bytes the text may become.
    var limit = YAMLLimits.interpolatedBytes

    private var isEnvironmentFile: Bool {
        if case .environmentFile = style { true } else { false }
    }

    private func value(of name: String) -> String? {
        if let value = variables[name] { return value }
        guard case .environmentFile(let earlier) = style else { return nil }
        return earlier[name]
    }

    /// How deep defaults may hold further `${…}`.
    private static let deepestDefault = 8

    func expand(_ text: String) -> Result {
        var result = Result(text: "")
        expand(Array(text.unicodeScalars)[...], depth: 0, into: &result)
        return result
    }

    private func expand(_ input: ArraySlice<Unicode.Scalar>, depth: Int, into result: inout Result) {
        var rest = input
        while let dollar = rest.firstIndex(of: "$") {
            append(rest[..<dollar], to: &result)
            rest = rest[(dollar + 1)...]
            if rest.first == "$" {
                result.text.append("$")
                rest = rest.dropFirst()
            } else if rest.first == "{" {
                guard let end = Self.closingBrace(of: rest) else {
                    result.problems.append(
                        Problem(
                            written: "${", message: "'${' without a closing '}'",
                            hint: "write '$$' for a plain dollar sign"))
                    return
                }
                replace(rest[(rest.startIndex + 1)..<end], depth: depth, into: &result)
                rest = rest[(end + 1)...]
            } else if isEnvironmentFile, let first = rest.first, Self.isNamePart(first), !("0"..."9").contains(first) {
                let end = rest.firstIndex { !Self.isNamePart($0) } ?? rest.endIndex
                insert(Self.string(rest[..<end]), into: &result)
                rest = rest[end...]
            } else {
                result.text.append("$")
            }
        }
        append(rest, to: &result)
    }

    /// `expression` is what stands between the braces.
    private func replace(_ expression: ArraySlice<Unicode.Scalar>, depth: Int, into result: inout Result) {
        let nameEnd = expression.firstIndex { !Self.isNamePart($0) } ?? expression.endIndex
        let name = Self.string(expression[..<nameEnd])
        let operation = expression[nameEnd...]
        let written = "${" + Self.string(expression)
        guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else {
            result.problems.append(
                Problem(
                    written: written, message: "'\(written)}' names no variable",
                    hint: "use ${NAME}, ${NAME:-default} or ${NAME:?message}; '$$' is a plain dollar sign"))
            return
        }
        let value = value(of: name)
        if value == nil, unreadable.contains(name) {
            result.problems.append(
                Problem(
                    written: "${" + name, message: "the variable \(name) may be in a line of .env that cannot be read",
                    hint: "mend that line: there is a warning about it"))
            return
        }
        // Without a colon a variable that holds nothing is set all the same.
        let hasColon = operation.first == ":"
        let operand = operation.dropFirst(hasColon ? 2 : 1)
        let isThere = hasColon ? value.map { !$0.isEmpty } ?? false : value != nil
        switch operation.dropFirst(hasColon ? 1 : 0).first {
        case nil where !hasColon: insert(name, into: &result)
        case "-" where hasColon || isEnvironmentFile:
            if isThere { insert(name, into: &result) } else { expandOperand(operand, written, depth, into: &result) }
        case "+" where isEnvironmentFile:
            if isThere { expandOperand(operand, written, depth, into: &result) }
        case "?" where hasColon || isEnvironmentFile:
            if isThere {
                insert(name, into: &result)
            } else {
                let words = Self.string(operand)
                result.problems.append(
                    Problem(
                        written: "${" + name,
                        message: words.isEmpty
                            ? "the variable \(name) is not set" : "the variable \(name) is not set: \(words)",
                        hint: "set it in the environment, in an --env-file or in .env"))
            }
        default:
            result.problems.append(
                Problem(
                    written: written, message: "'\(written)}' is not a known form",
                    hint: "use ${NAME}, ${NAME:-default} or ${NAME:?message}; '$$' is a plain dollar sign"))
        }
    }

    private func expandOperand(
        _ operand: ArraySlice<Unicode.Scalar>, _ written: String, _ depth: Int, into result: inout Result
    ) {
        if depth < Self.deepestDefault {
            expand(operand, depth: depth + 1, into: &result)
        } else {
            result.problems.append(Problem(written: written, message: "too many defaults inside defaults"))
        }
    }

    /// Puts the value of a name into the text.
    private func insert(_ name: String, into result: inout Result) {
        guard let value = value(of: name) else {
            if isEnvironmentFile {
                result.unset.append(name)
            } else {
                result.problems.append(
                    Problem(
                        written: "${" + name, message: "the variable \(name) is not set",
                        hint: "set it in the environment, in an --env-file or in .env, or write ${\(name):-default}"))
            }
            return
        }
        guard result.text.utf8.count + value.utf8.count <= limit else {
            if !result.isTooLong {
                result.problems.append(Problem(written: "$", message: "the variables expand to more than 4 MiB"))
            }
            result.isTooLong = true
            return
        }
        result.names.append(name)
        result.text += value
    }

    private func append(_ scalars: ArraySlice<Unicode.Scalar>, to result: inout Result) {
        result.text.unicodeScalars.append(contentsOf: scalars)
    }

    /// The brace that closes the one that `rest` starts with; those of inner `${…}` are skipped.
    private static func closingBrace(of rest: ArraySlice<Unicode.Scalar>) -> Int? {
        var open = 0
        var previous: Unicode.Scalar = "$"
        for index in rest.indices {
            let scalar = rest[index]
            if scalar == "{", previous == "$" { open += 1 }
            if scalar == "}" {
                open -= 1
                if open == 0 { return index }
            }
            previous = scalar
        }
        return nil
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
