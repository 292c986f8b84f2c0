import AgentRuntime
import ArgumentParser
import Diagnostics
import Glibc

/// The command line `aac-runtime`, as a value: what it is made of goes in, and nothing is registered anywhere.
///
/// ```swift
/// @main enum Main {
///     static func main() async { await AgentCommandLine.main() }
/// }
/// ```
public struct AgentCommandLine: Sendable {
    let root: any ParsableCommand.Type
    let extensions: Extensions

    /// The command line with the built-in commands.
    /// - Parameter extensions: what it is built with beyond them.
    public init(extensions: Extensions = Extensions()) {
        root = RootCommand.self
        self.extensions = extensions
    }

    /// The version of this program.
    public static let version = "0.1.0"

    /// Runs the process's arguments and ends the process with the documented exit status.
    ///
    /// On the main actor, so that it comes before anything else of the process: the first suspension opens descriptors.
    @MainActor public static func main(extensions: Extensions = Extensions()) async -> Never {
        StandardDescriptors.fillGaps()
        let status = await AgentCommandLine(extensions: extensions).run(Array(CommandLine.arguments.dropFirst()))
        exit(status)
    }

    /// Runs one command line to its end; results go to standard output, messages to standard error.
    ///
    /// While a command runs, SIGINT, SIGTERM and SIGHUP are caught: the first cancels it, the second asks its clean-up to
    /// hurry, the third ends the process at once.
    /// - Parameter arguments: without the program's name.
    /// - Returns: the exit status.
    @MainActor public func run(_ arguments: [String]) async -> Int32 {
        let arguments = LeadingOptions.moved(arguments)
        let context = CommandContext(root: root, extensions: extensions)
        let command: any ParsableCommand
        do {
            command =
                arguments.first == CompletionRoot.firstArgument
                ? try await CompletionRoot.asyncParseAsRoot(arguments) : try root.parseAsRoot(arguments)
        } catch {
            return finish(parsing: error, arguments, in: context)
        }
        guard let command = command as? any AgentCommand else {
            // What the parser itself provides, such as `help`.
            do {
                var command = command
                try command.run()
                return EXIT_SUCCESS
            } catch {
                return finish(parsing: error, arguments, in: context)
            }
        }
        return await run(command, in: context).rawValue
    }

    @MainActor private func run(_ command: any AgentCommand, in context: CommandContext) async -> ExitCode {
        let task = Task { try await command.run(in: context) }
        let relay = SignalRelay.start { signal in
            if signal == SIGWINCH { return context.terminal.announceResize() }
            switch context.interruption.register() {
            case .cancel:
                task.cancel()
                Self.leaveReader(in: context)
            case .hurry: break
            case .giveUp:
                EmergencyExit.leave(restoring: context.terminal, left: context.journal.entries.map(\.description))
            }
        }
        let result = await task.result
        try? context.stage.beginWork()
        relay?.stop()
        context.terminal.restore()
        let report = OutcomeReport(
            format: command.outputFormat, context: context.annotating(command.annotates))
        return report.finish(result)
    }

    /// How long a command that was cancelled may take to end while it only reads.
    private static let readersGrace = Duration.milliseconds(300)

    /// Ends the process soon where the command waits for a file that does not come, such as a FIFO that nobody writes: nothing can
    /// call a thread back from there, and there is nothing to clean up yet.
    private nonisolated static func leaveReader(in context: CommandContext) {
        _ = SystemThread.start {
            usleep(UInt32(readersGrace / .microseconds(1)))
            guard context.stage.leave() else { return }
            context.terminal.restore()
            _exit(ExitCode.interrupted.rawValue)
        }
    }

    /// Help and version texts are results; all else here is wrong usage.
    @MainActor private func finish(
        parsing error: any Error, _ arguments: [String], in context: CommandContext
    ) -> Int32 {
        let report = OutcomeReport(format: OutputFormat(rawArguments: arguments), context: context)
        let full = root.fullMessage(for: error)
        let status = root.exitCode(for: error)
        guard status != .success else { return report.finish(text: full).rawValue }
        // The parser's text is the sentence with its own prefix, then how the command is used.
        if let stranger = unknownCommand(in: arguments) {
            report.show(stranger)
            return stranger.exitCode.rawValue
        }
        let mistake = root.message(for: error)
        if let foreign = ForeignOptions.mistake(in: mistake) {
            report.show(foreign)
            return foreign.exitCode.rawValue
        }
        let usage = full.hasPrefix("Error: \(mistake)\n") ? full.dropFirst("Error: \(mistake)\n".count) : ""
        return report.finish(
            mistake: mistake, usage: String(usage), status: ExitCode(rawValue: status.rawValue)
        ).rawValue
    }

    /// The mistake when the first word is no command of ours.
    private func unknownCommand(in arguments: [String]) -> CommandError? {
        guard let word = arguments.first, !word.hasPrefix("-"), word != "help" else { return nil }
        let configuration = root.configuration
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard !names.contains(word) else { return nil }
        let program = configuration.commandName ?? "aac-runtime"
        return CommandError(
            .usage, "there is no command '\(word)'",
            hint: nearest(to: word, among: names + ["help"]).map { "did you mean '\(program) \($0)'?" }
                ?? "see `\(program) --help`")
    }
}
