import ArgumentParser
import Diagnostics

/// The exit status of a command. The argument parser has a type of the same name, which is not meant in this module.
typealias ExitCode = Diagnostics.ExitCode

/// A command of the command line: parsed by ArgumentParser, run with everything it may touch handed in.
protocol AgentCommand: AsyncParsableCommand, Sendable {
    /// How results and errors are printed.
    var outputFormat: OutputFormat { get }
    /// Whether errors are annotations for GitHub Actions, too.
    var annotates: Bool { get }

    /// Does what the command says. Errors are rendered by the caller; a cancelled task is an interruption by the user.
    ///
    /// - Returns: the exit status, which is not 0 where another command's status is passed on.
    func run(in context: CommandContext) async throws -> ExitCode
}

extension AgentCommand {
    /// Text, for commands without `--output`.
    var outputFormat: OutputFormat { .text }

    /// No, for commands without ``AnnotatedOutputOptions``.
    var annotates: Bool { false }

    /// Runs outside the command line's own loop, without its signals.
    mutating func run() async throws {
        let status = try await run(in: CommandContext())
        if status != .success { throw ArgumentParser.ExitCode(status.rawValue) }
    }
}
