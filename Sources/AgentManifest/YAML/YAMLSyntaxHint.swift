/// Says a mistake in the syntax of YAML in words that help.
enum YAMLSyntaxHint {
    /// Adds the mistake to the report; one at the end of the file is shown where the thing began that is not closed.
    static func report(_ error: YAMLEventReader.SyntaxError, to report: DiagnosticReport) {
        let lines = report.lines
        if error.mark.line > lines.count, let last = lines.last {
            let end = SourceMark(line: lines.count, column: last.unicodeScalars.count + 1)
            let words = error.context.map { "\(error.problem) \($0)" } ?? error.problem
            report.error(
                "manifest.syntax", "YAML syntax: \(words)", at: min(error.contextMark ?? end, end),
                hint: "something is opened and not closed before the file ends")
        } else {
            report.error(
                "manifest.syntax", "YAML syntax: " + sentence(for: error), at: error.mark,
                hint: hint(for: error, in: report))
        }
    }

    /// libyaml's words, with what it was doing.
    private static func sentence(for error: YAMLEventReader.SyntaxError) -> String {
        guard let context = error.context, let mark = error.contextMark else { return error.problem }
        return mark.line == error.mark.line
            ? "\(error.problem) \(context)" : "\(error.problem) \(context) that begins in line \(mark.line)"
    }

    /// What is likely meant, judged by the characters at the mistake.
    private static func hint(for error: YAMLEventReader.SyntaxError, in report: DiagnosticReport) -> String? {
        guard let line = report.line(error.mark.line) else { return nil }
        let scalars = Array(line.unicodeScalars)
        if scalars.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
            return "indent with spaces; YAML does not allow tabs there"
        }
        guard scalars.indices.contains(error.mark.column - 1) else { return nil }
        switch scalars[error.mark.column - 1] {
        case "{" where error.mark.column > 1 && scalars[error.mark.column - 2] == "$":
            return "put '${…}' in quotes inside brackets and braces"
        case "@", "`", "%": return "put the text in quotes; it may not begin with this character"
        case ":": return "put text that holds ': ' in quotes, or check the indentation"
        case "*", "&": return "put the text in quotes unless an alias or anchor is meant"
        default: return "check the indentation, brackets and quotes of this line and the one before"
        }
    }
}
