import ArgumentParser

/// `--progress`.
struct ProgressOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How steps are told, on standard error: tty (redrawn in place), plain (a line for each change), json (an object "
                + "for each change), or auto: tty on a terminal, else plain.", valueName: "kind"))
    var progress = ProgressKind.auto

    /// How steps are told here; never ``ProgressKind/auto``.
    ///
    /// - Throws: ``CommandError`` when a terminal is asked for and there is none.
    func kind(in context: CommandContext, logging: LoggingOptions) throws -> ProgressKind {
        try progress.resolved(in: context, hasLog: logging.logger != nil)
    }
}

/// How steps are told.
enum ProgressKind: String, Sendable, CaseIterable, ExpressibleByArgument {
    /// ``tty`` on a terminal that can, else ``plain``.
    case auto
    /// One line for each agent, redrawn in place.
    case tty
    /// One line for each change.
    case plain
    /// One JSON object a line for each change.
    case json

    /// How steps are told here; never ``auto``.
    ///
    /// - Parameter hasLog: whether a log goes to standard error too, which cannot be kept above a live block.
    /// - Throws: ``CommandError`` when a terminal is asked for and there is none.
    func resolved(in context: CommandContext, hasLog: Bool) throws -> ProgressKind {
        let isTerminal = context.messages.isTerminal
        switch self {
        case .plain, .json: return self
        case .tty:
            guard isTerminal else {
                throw CommandError(
                    .noTerminal, "--progress tty needs a terminal, and standard error is none",
                    hint: "leave the option out, or use --progress plain")
            }
            return .tty
        case .auto:
            let term = context.environment("TERM") ?? "dumb"
            return isTerminal && term != "dumb" && !hasLog ? .tty : .plain
        }
    }
}
