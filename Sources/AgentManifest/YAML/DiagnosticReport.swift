import Diagnostics

/// What is found while one file is read, in any order; used by one task only.
final class DiagnosticReport {
    let file: String
    let lines: [String]
    /// The places of the values that were looked at, by path.
    var positions: [String: SourcePosition] = [:]
    private var diagnostics: [Diagnostic] = []
    private var seen: Set<Diagnostic> = []
    private var dropped = 0

    init(file: String, lines: [String] = []) {
        self.file = file
        self.lines = lines
    }

    private(set) var hasErrors = false

    /// Adds a diagnostic; the same one twice counts once, and so does a value that several aliases share.
    func add(
        _ severity: Diagnostic.Severity, _ code: String, _ message: String, at mark: SourceMark?, path: String? = nil,
        hint: String? = nil
    ) {
        guard makesRoom(for: severity) else { return }
        let diagnostic = Diagnostic(
            severity, code: code, Self.shortened(message), at: mark.map(position),
            sourceLine: mark.flatMap { line($0.line) }, path: path == "" ? nil : path.map(Self.shortened),
            hint: hint.map(Self.shortened))
        guard seen.insert(diagnostic).inserted else { return }
        diagnostics.append(diagnostic)
        if severity == .error { hasErrors = true }
    }

    /// The text with its middle left out where it quotes something very long.
    private static func shortened(_ text: String) -> String {
        text.utf8.count <= 1000 ? text : "\(text.prefix(300)) … \(text.suffix(200))"
    }

    /// Whether one more is kept; if not, it is counted. Asked before costly words are made up: a file of a megabyte can
    /// hold hundreds of thousands of mistakes. An error never gives way to the bound on warnings.
    func makesRoom(for severity: Diagnostic.Severity) -> Bool {
        if diagnostics.count < YAMLLimits.diagnostics || (severity == .error && !hasErrors) { return true }
        dropped += 1
        return false
    }

    func error(
        _ code: String, _ message: String, at mark: SourceMark?, path: String? = nil, hint: String? = nil
    ) {
        add(.error, code, message, at: mark, path: path, hint: hint)
    }

    func warning(
        _ code: String, _ message: String, at mark: SourceMark?, path: String? = nil, hint: String? = nil
    ) {
        add(.warning, code, message, at: mark, path: path, hint: hint)
    }

    func position(_ mark: SourceMark) -> SourcePosition {
        SourcePosition(file: file, line: mark.line, column: mark.column)
    }

    /// The text of a line; nil for one so long that quoting it would help nobody.
    func line(_ number: Int) -> String? {
        guard lines.indices.contains(number - 1), lines[number - 1].utf8.count <= 4096 else { return nil }
        return lines[number - 1]
    }

    /// Everything found, in the order of the file; what has no place comes last.
    func sorted() -> [Diagnostic] {
        var result = Self.inOrder(diagnostics)
        if dropped > 0 {
            let severity: Diagnostic.Severity = hasErrors ? .error : .warning
            result.append(
                Diagnostic(severity, code: "manifest.limit", "\(file) has \(dropped) more that are not shown"))
        }
        return result
    }

    /// Diagnostics of one file by their places; those of one place keep their order.
    static func inOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        diagnostics.enumerated().sorted { a, b in
            let (x, y) = (a.element.position, b.element.position)
            return (x?.line ?? .max, x?.column ?? .max, a.offset) < (y?.line ?? .max, y?.column ?? .max, b.offset)
        }.map(\.element)
    }
}
