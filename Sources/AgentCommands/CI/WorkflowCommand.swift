import Diagnostics

/// A line that GitHub Actions acts on, such as `::error file=agent.yaml,line=3,col=5::unknown key`
/// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
struct WorkflowCommand: Sendable, Hashable {
    /// Such as `error` or `group`.
    var name: String
    /// What stands before the message, in order.
    var properties: [(name: String, value: String)] = []
    var message = ""

    /// The line, without its end.
    var text: String {
        let list = properties.map { "\($0.name)=\(Self.escaped($0.value, isProperty: true))" }.joined(separator: ",")
        return "::\(name)\(list.isEmpty ? "" : " \(list)")::\(Self.escaped(message, isProperty: false))"
    }

    static func == (a: Self, b: Self) -> Bool { a.text == b.text }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }

    private static func escaped(_ text: String, isProperty: Bool) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where isProperty: result += "%3A"
            case "," where isProperty: result += "%2C"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}

extension WorkflowCommand {
    /// The annotation for a mistake or a warning.
    ///
    /// - Parameter path: the file's path as GitHub wants it: relative to the repository's root.
    init(_ diagnostic: Diagnostic, path: (String) -> String) {
        name =
            switch diagnostic.severity {
            case .error: "error"
            case .warning: "warning"
            case .note: "notice"
            }
        if let position = diagnostic.position {
            properties = [
                ("file", path(position.file)), ("line", "\(position.line)"), ("col", "\(position.column)"),
            ]
        }
        message = [diagnostic.message, diagnostic.hint].compactMap(\.self).joined(separator: "\n")
    }

    /// The annotations for an error: one for each of its diagnostics, else one.
    static func annotations(for error: any Error, path: (String) -> String) -> [WorkflowCommand] {
        if let error = error as? DiagnosticsError { return error.diagnostics.map { WorkflowCommand($0, path: path) } }
        let lines = ErrorRenderer(advice: CommandAdvice.advice).text(for: error).split(separator: "\n").map(String.init)
        var message = lines.joined(separator: "\n")
        if message.hasPrefix("error: ") { message.removeFirst("error: ".count) }
        return [WorkflowCommand(name: "error", properties: [("title", "aac-runtime")], message: message)]
    }
}
