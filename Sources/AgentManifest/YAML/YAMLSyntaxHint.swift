/// Says a mistake in the syntax of YAML in words that help.
enum YAMLSyntaxHint {
    /// Adds the mistake to the report; one at the end of the file is shown where the thing began that is not closed.
    static func report(_ error: YAMLEventReader.SyntaxError, to report: DiagnosticReport) {
        if error.mark.line > report.lines.count, let context = error.context, let mark = error.contextMark {
            report.error(
                "manifest.syntax", "YAML syntax: \(error.problem) \(context)", at: mark,
                hint: "what is opened here is not closed")
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
        case "@", "`", "%": return "put the text in quotes; it may not begin with this character"
        case ":": return "put text that holds ': ' in quotes, or check the indentation"
        case "*", "&": return "put the text in quotes unless an alias or anchor is meant"
        default: return "check the indentation, brackets and quotes of this line and the one before"
        }
    }
}
