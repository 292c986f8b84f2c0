import AgentOrchestrator
import Diagnostics

/// Names with their values, one below the other, for people who look at one thing.
struct FieldList: Sendable {
    let fields: [AgentDescription.Field]

    /// The lines, each with its line end; control characters from outside are escaped.
    var text: String {
        let width = fields.map { TerminalText.width(of: $0.name) }.max() ?? 0
        return fields.map { field in
            field.values.enumerated().map { index, value in
                let name = index == 0 ? field.name : ""
                let padding = String(repeating: " ", count: width - TerminalText.width(of: name) + 3)
                return name + padding + TerminalText.line(value) + "\n"
            }.joined()
        }.joined()
    }
}
