import AgentManifest
import ArgumentParser
import Diagnostics
import FoundationEssentials

/// `--env-file` of commands without a manifest.
struct VariableFiles: ParsableArguments {
    @Option(
        name: .customLong("env-file"), parsing: .singleValue,
        help: ArgumentHelp("Variables, as NAME=VALUE lines; --env comes first; repeatable.", valueName: "file"),
        completion: .file())
    var files: [String] = []

    /// The variables; of two files the later counts.
    ///
    /// - Throws: `DiagnosticsError` with the mistakes of a file, or ``CommandError`` for one that cannot be read.
    func read() throws -> [String: String] {
        try files.reduce(into: [:]) { variables, file in
            let content: Data
            do { content = try Data(contentsOf: URL(filePath: file)) } catch {
                throw CommandError(.inputOutput, "--env-file: '\(file)' cannot be read: \(error)")
            }
            variables.merge(try EnvironmentFile(Array(content), file: file).variables) { $1 }
        }
    }
}
