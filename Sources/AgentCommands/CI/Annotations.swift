import Diagnostics
import SystemPackage

/// Annotations and groups in the log of a GitHub Actions job. All on standard error, which keeps their order.
///
/// What agents and programs print could hold such commands, too; whatever is not ours is written between a `stop-commands` line
/// and one with a token that nobody can guess.
struct Annotations: Sendable {
    private let messages: OutputChannel
    private let environment: [String: String]

    init(on messages: OutputChannel, environment: [String: String]) {
        self.messages = messages
        self.environment = environment
    }

    /// Writes the annotations of diagnostics.
    func write(_ diagnostics: [Diagnostic]) async throws {
        for diagnostic in diagnostics { try await messages.line(WorkflowCommand(diagnostic, path: path).text) }
    }

    /// The lines for an error: the text as it is elsewhere, and its annotations.
    func lines(for error: any Error, text: String) -> String {
        let guarded = Guard()
        let annotations = WorkflowCommand.annotations(for: error, path: path).map(\.text)
        return ([guarded.begin, text, guarded.end] + annotations).joined(separator: "\n")
    }

    /// Writes what `body` writes as a group that can be folded.
    func group<Value: Sendable>(_ title: String, _ body: () async throws -> Value) async throws -> Value {
        let guarded = Guard()
        try await messages.line(WorkflowCommand(name: "group", message: TerminalText.line(title)).text)
        try await messages.line(guarded.begin)
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        // An agent's last line may have no end.
        try? await messages.write("\n\(guarded.end)\n::endgroup::\n")
        return try result.get()
    }

    /// A path from the repository's root, where the file is inside it.
    private func path(_ file: String) -> String {
        let absolute = FilePath(ProjectName.currentFolder).pushing(FilePath(file)).lexicallyNormalized()
        guard let root = environment["GITHUB_WORKSPACE"], !root.isEmpty else { return file }
        var relative = absolute
        return relative.removePrefix(FilePath(root).lexicallyNormalized()) ? relative.string : file
    }

    private struct Guard {
        private let token = "aac-\(UInt64.random(in: .min ... .max))-\(UInt64.random(in: .min ... .max))"
        var begin: String { WorkflowCommand(name: "stop-commands", message: token).text }
        var end: String { "::\(token)::" }
    }
}
