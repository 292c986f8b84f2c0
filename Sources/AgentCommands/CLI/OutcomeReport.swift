import Diagnostics

/// The one place where the end of a command becomes messages and an exit status.
///
/// On the main thread and without suspending, so that what needs no engine needs no second thread either.
@MainActor struct OutcomeReport {
    let format: OutputFormat
    let context: CommandContext

    /// Ends a command that ran.
    func finish(_ result: Result<ExitCode, any Error>) -> ExitCode {
        switch result {
        case .success(let status): return status
        case .failure(let error):
            // A reader that went away, like `head`, has what it wanted.
            if context.output.readerIsGone, error is CancellationError || error is OutputError {
                return context.interruption.isRequested ? .interrupted : .success
            }
            if context.interruption.isRequested {
                // Ctrl-C needs no message of its own, what else went wrong does.
                if format == .json || !(error is CancellationError) { show(error) }
                return .interrupted
            }
            show(error)
            return ErrorRenderer.exitCode(of: error)
        }
    }

    /// Ends with a text that was asked for: help, version, completions.
    func finish(text: String) -> ExitCode {
        do {
            try context.output.writeNow(text + "\n")
            return .success
        } catch {
            return finish(.failure(error))
        }
    }

    /// Ends after a command line that cannot be understood.
    ///
    /// - Parameters:
    ///   - mistake: the mistake in one sentence.
    ///   - usage: how the command is used; may be empty.
    func finish(mistake: String, usage: String, status: ExitCode) -> ExitCode {
        show(CommandError(.usage, mistake))
        if format == .text, !usage.isEmpty { try? context.messages.writeNow(usage + "\n") }
        return status
    }

    /// Writes an error to standard error.
    func show(_ error: any Error) {
        let renderer = context.renderer
        let text =
            switch format {
            case .text: renderer.text(for: error)
            case .json: renderer.json(for: error)
            }
        let lines = context.annotations?.lines(for: error, text: text) ?? text
        // Where standard error is closed there is nobody left to tell.
        try? context.messages.writeNow(lines + "\n")
    }
}
