extension ErrorRenderer {
    /// The error as text of one or more lines, without a line end at the end.
    ///
    /// ```
    /// error: agent 'hello' did not become healthy within 60 s
    ///   GET http://127.0.0.1:8080/health: connection refused
    /// caused by: connection refused
    /// hint: see the log with `aac-runtime logs hello`
    /// ```
    public func text(for error: any Error) -> String {
        if let error = error as? DiagnosticsError { return text(for: error) }
        var lines = [painted("error:", .error) + " " + TerminalText.line(Self.summary(of: error))]
        if let error = error as? any ReportableError {
            lines += error.details.flatMap { TerminalText.lines($0) }.map { "  " + $0 }
            appendCauses(of: error, depth: 1, to: &lines)
        }
        if let hint = hint(of: error, depth: 0) {
            let parts = TerminalText.lines(hint)
            lines.append(painted("hint:", .note) + " " + (parts.first ?? ""))
            lines += parts.dropFirst().map { "      " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    /// Several diagnostics as text, one after the other.
    public func text(for diagnostics: [Diagnostic]) -> String {
        diagnostics.map { text(for: $0) }.joined(separator: "\n")
    }

    /// A diagnostic as text: its sentence, the line with a caret, the path and the hint.
    ///
    /// ```
    /// agent.yaml:12:5: error: unknown key 'prots' in spec
    ///    12 |     prots:
    ///       |     ^^^^^
    ///       = spec.prots
    ///       = hint: did you mean 'ports'?
    /// ```
    public func text(for diagnostic: Diagnostic) -> String {
        var head = painted("\(diagnostic.severity.rawValue):", diagnostic.severity)
        if let position = diagnostic.position {
            head = painted(TerminalText.line(position.description) + ":", nil) + " " + head
        }
        var lines = [head + " " + TerminalText.line(diagnostic.message)]
        let number = diagnostic.position.map { String($0.line) } ?? ""
        let gutter = String(repeating: " ", count: max(5, number.count))
        if let position = diagnostic.position, let source = diagnostic.sourceLine {
            let excerpt = SourceExcerpt(line: source, column: position.column)
            lines.append("\(gutter.dropLast(number.count))\(number) | \(excerpt.text)")
            lines.append(
                "\(gutter) | \(excerpt.indentation)"
                    + painted(String(repeating: "^", count: excerpt.width), diagnostic.severity)
            )
        }
        if let path = diagnostic.path { lines.append("\(gutter) = \(TerminalText.line(path))") }
        if let hint = diagnostic.hint { lines.append("\(gutter) = hint: \(TerminalText.line(hint))") }
        return lines.joined(separator: "\n")
    }

    private func text(for error: DiagnosticsError) -> String {
        var summary = error.summary
        let warnings = error.diagnostics.count { $0.severity == .warning }
        if warnings > 0 { summary += warnings == 1 ? ", 1 warning" : ", \(warnings) warnings" }
        return (error.diagnostics.map { text(for: $0) } + [painted("error:", .error) + " " + summary])
            .joined(separator: "\n")
    }

    private func appendCauses(of error: any ReportableError, depth: Int, to lines: inout [String]) {
        guard depth <= Self.deepestCause else { return }
        for cause in error.underlying {
            if let cause = cause as? DiagnosticsError {
                lines.append(painted("caused by:", .error) + " " + TerminalText.line(cause.summary))
                lines += cause.diagnostics.flatMap { text(for: $0).split(separator: "\n") }.map { "  " + $0 }
                continue
            }
            lines.append(painted("caused by:", .error) + " " + TerminalText.line(Self.summary(of: cause)))
            guard let cause = cause as? any ReportableError else { continue }
            lines += cause.details.flatMap { TerminalText.lines($0) }.map { "  " + $0 }
            appendCauses(of: cause, depth: depth + 1, to: &lines)
        }
    }

    /// The error's own hint, else the first of its causes that has one.
    func hint(of error: any Error, depth: Int) -> String? {
        guard depth <= Self.deepestCause, let error = error as? any ReportableError else { return nil }
        if let hint = hint(for: error) { return hint }
        return error.underlying.lazy.compactMap { hint(of: $0, depth: depth + 1) }.first
    }

    private func painted(_ text: String, _ severity: Diagnostic.Severity?) -> String {
        guard usesColor else { return text }
        let color =
            switch severity {
            case .error: "1;31"
            case .warning: "1;33"
            case .note: "1;36"
            case nil: "1"
            }
        return "\u{1B}[\(color)m\(text)\u{1B}[0m"
    }
}
