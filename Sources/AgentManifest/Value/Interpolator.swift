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
    }

    /// The values by name.
    var variables: [String: String]

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
        let value = variables[name]
        if operation.isEmpty {
            guard let value else {
                result.problems.append(
                    Problem(
                        written: "${" + name, message: "the variable \(name) is not set",
                        hint: "set it in the environment, in an --env-file or in .env, or write ${\(name):-default}"))
                return
            }
            result.names.append(name)
            result.text += value
        } else if operation.starts(with: [":", "-"]) {
            if let value, !value.isEmpty {
                result.names.append(name)
                result.text += value
            } else if depth < Self.deepestDefault {
                expand(operation.dropFirst(2), depth: depth + 1, into: &result)
            } else {
                result.problems.append(Problem(written: written, message: "too many defaults inside defaults"))
            }
        } else if operation.starts(with: [":", "?"]) {
            if let value, !value.isEmpty {
                result.names.append(name)
                result.text += value
            } else {
                let words = Self.string(operation.dropFirst(2))
                result.problems.append(
                    Problem(
                        written: "${" + name,
                        message: words.isEmpty
                            ? "the variable \(name) is not set" : "the variable \(name) is not set: \(words)",
                        hint: "set it in the environment, in an --env-file or in .env"))
            }
        } else {
            result.problems.append(
                Problem(
                    written: written, message: "'\(written)}' is not a known form",
                    hint: "use ${NAME}, ${NAME:-default} or ${NAME:?message}; '$$' is a plain dollar sign"))
        }
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
